import { expect, test } from 'vitest';
import { widget } from '../../testing/widget.ts';
import { catalogueRefusal } from './catalogue.ts';
import { readXr } from './xr.ts';

const group = 'toys.example.org';
const environment = { catalogue: ['gadgets'] };
const namespace = (labels: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team-a', labels },
});
const ofTeam = namespace({ [`${group}/team`]: 'green' });
const composed = { 'crossplane.io/composition-resource-name': 'widget' };
const owner = { apiVersion: `${group}/v1`, kind: 'Shop', name: 'corner', uid: '1', controller: true };
const claimRef = { apiVersion: `${group}/v1`, kind: 'Widget', name: 'w', namespace: 'team-a' };

test.each([
  { home: ofTeam, metadata: {}, isRefused: true, reason: 'it is not listed' },
  { home: ofTeam, metadata: {}, known: { catalogue: ['widgets'] }, isRefused: false, reason: 'it is listed' },
  { home: ofTeam, metadata: {}, known: {}, isRefused: false, reason: 'there is no list' },
  { home: namespace({}), metadata: {}, isRefused: false, reason: 'its namespace is no team’s' },
  { home: undefined, metadata: {}, isRefused: false, reason: 'nothing is composed before its namespace is known' },
  { home: ofTeam, metadata: { ownerReferences: [owner] }, isRefused: false, reason: 'a claim composed it' },
  {
    home: ofTeam,
    metadata: { ownerReferences: [{ ...owner, apiVersion: 'v1', kind: 'ConfigMap' }] },
    isRefused: true,
    reason: 'no claim composed it',
  },
  {
    home: ofTeam,
    metadata: { ownerReferences: [{ ...owner, controller: false }] },
    isRefused: true,
    reason: 'its owner does not control it',
  },
  {
    home: ofTeam,
    metadata: { annotations: composed },
    isRefused: true,
    reason: 'anybody may write the annotation, and the owner would be known',
  },
  {
    home: ofTeam,
    metadata: {},
    spec: { claimRef },
    isRefused: true,
    reason: 'it is not listed in this flavour either',
  },
  {
    home: ofTeam,
    metadata: { annotations: composed },
    spec: { claimRef },
    isRefused: false,
    reason: 'the owner of a v1 Claim is not known of its XR',
  },
])('a new claim is refused or not, as $reason: $isRefused', ({ home, metadata, spec = {}, known, isRefused }) => {
  const resource = {
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'team-a', ...metadata },
    spec,
  };
  const xr = readXr(widget, { resource, connectionDetails: {}, ready: 0 });
  const refusal = catalogueRefusal({ api: widget, xr, environment: known ?? environment }, home);
  expect(refusal).toEqual(
    isRefused
      ? {
          path: 'kind',
          why: 'widgets is not offered in namespaces of teams here, only gadgets',
          who: 'the platform team',
          remedy: 'make one of these in its place',
        }
      : undefined,
  );
});
