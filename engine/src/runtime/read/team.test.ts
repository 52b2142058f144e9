import { expect, test } from 'vitest';
import { teamOf } from './team.ts';

const apiVersion = 'toys.example.org/v1alpha1';
const inTeamA = { apiVersion, claim: { namespace: 'team-a', labels: {} } };
const green = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team-a', labels: { 'toys.example.org/team': 'green' } },
};

test.each([
  { claim: { ...inTeamA, written: {} }, namespace: green, wanted: { team: 'green' }, reason: 'it is a fact' },
  {
    claim: { ...inTeamA, written: { team: 'blue' } },
    namespace: green,
    wanted: { team: 'green', refusal: { path: 'spec.team', keep: 'green' } },
    reason: 'a spec is no more to be believed than a label',
  },
  {
    claim: { apiVersion, claim: { namespace: '', labels: { team: 'red' } }, written: { team: 'blue' } },
    namespace: undefined,
    wanted: { team: 'blue' },
    reason: 'without a namespace, a policy confines the spec',
  },
  {
    claim: { apiVersion, claim: { namespace: '', labels: {} }, written: {} },
    namespace: undefined,
    wanted: { team: undefined },
    reason: 'it has none of them',
  },
])('the team of a claim is $wanted.team: $reason', ({ claim, namespace, wanted }) => {
  expect(teamOf(claim, namespace)).toMatchObject(wanted);
  if (!('refusal' in wanted)) expect(teamOf(claim, namespace)).not.toHaveProperty('refusal');
});
