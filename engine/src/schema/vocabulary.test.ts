import { describe, expect, it } from 'vitest';
import { object } from './object.ts';
import { optional } from './modifiers.ts';
import { string } from './string.ts';
import {
  claimedTeam,
  claimsInside,
  deletion,
  effectiveDeletion,
  expiresAt,
  hasDeletion,
  hasEffectiveDeletion,
  hasExpiry,
  holdsClaims,
  isOfTeam,
  newClaimTargets,
  team,
} from './vocabulary.ts';
import { check } from './check.ts';

const empty = object({});
const text = optional(string('A word.', { maxLength: 63 }));

describe('an API has a word', () => {
  it.each([
    { has: hasDeletion({ spec: object({ deletion: deletion() }) }), wanted: true, reason: 'with the field for it' },
    { has: hasDeletion({ spec: empty }), wanted: false, reason: 'not without the field' },
    {
      has: hasEffectiveDeletion({
        status: object({
          effective: optional(object({ deletion: effectiveDeletion() }, { description: 'What is so.' })),
        }),
      }),
      wanted: true,
      reason: 'with the field in status.effective',
    },
    {
      has: hasEffectiveDeletion({ status: object({ deletion: effectiveDeletion() }) }),
      wanted: false,
      reason: 'not with a field elsewhere',
    },
    { has: hasExpiry({ status: object({ expiresAt: expiresAt() }) }), wanted: true, reason: 'with a moment' },
    { has: hasExpiry({ status: object({ expiresAt: text }) }), wanted: false, reason: 'not with any text' },
    {
      has: isOfTeam({ scope: 'Cluster', spec: object({ team: team() }) }),
      wanted: true,
      reason: 'with a team and no namespace',
    },
    {
      has: isOfTeam({ scope: 'Namespaced', spec: object({ team: team() }) }),
      wanted: false,
      reason: 'not with a namespace, which keeps claims apart already',
    },
    {
      has: holdsClaims({ scope: 'Cluster', status: object({ claims: claimsInside() }) }),
      wanted: true,
      reason: 'with a count of the claims in the namespace that it provides',
    },
    {
      has: holdsClaims({ scope: 'Namespaced', status: object({ claims: claimsInside() }) }),
      wanted: false,
      reason: 'not in a namespace, where it can provide none',
    },
  ])('$reason: $wanted', ({ has, wanted }) => {
    expect(has).toBe(wanted);
  });
});

describe('the team that a claim names', () => {
  it.each([
    { spec: { team: 'a' }, labels: { team: 'b' }, wanted: { path: 'spec.team', team: 'a' }, reason: 'its spec first' },
    { spec: {}, labels: { team: 'b' }, wanted: { path: 'metadata.labels.team', team: 'b' }, reason: 'then its label' },
    { spec: { team: '' }, labels: {}, wanted: undefined, reason: 'an empty word names none' },
  ])('is $wanted.team: $reason', ({ spec, labels, wanted }) => {
    expect(claimedTeam(spec, labels as Record<string, string>)).toEqual(wanted);
  });
});

describe('the targets of new claims', () => {
  const schema = object({
    targets: newClaimTargets({
      widget: { kind: 'Widget', plural: 'widgets', targets: ['local', 'cloud'] },
      gadget: { kind: 'Gadget', plural: 'gadgets', targets: ['local'] },
    }),
  });
  it.each([
    { targets: { default: 'cloud', widgets: 'local' }, path: undefined, reason: 'each has what it names' },
    { targets: { gadgets: 'cloud' }, path: 'targets.gadgets', reason: 'a target that the kind does not have' },
    { targets: { default: 'moon' }, path: 'targets.default', reason: 'a target that no kind has' },
    { targets: { Widget: 'cloud' }, path: 'targets.Widget', reason: 'a kind that there is not' },
  ])('are checked: $reason', ({ targets, path }) => {
    const [issue] = check(schema, { targets } as never);
    expect(issue?.path).toBe(path);
  });
});
