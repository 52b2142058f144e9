import { describe, expect, it } from 'vitest';
import { object } from './object.ts';
import { optional } from './modifiers.ts';
import { string } from './string.ts';
import {
  claimsInside,
  deletion,
  effectiveDeletion,
  expiresAt,
  hasDeletion,
  hasEffectiveDeletion,
  hasExpiry,
  holdsClaims,
  isOfTeam,
  team,
  teamOf,
} from './vocabulary.ts';

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

describe('the team of a claim', () => {
  it.each([
    { spec: { team: 'a' }, labels: { team: 'b' }, namespace: 'c', wanted: 'a', reason: 'its spec comes first' },
    { spec: {}, labels: { team: 'b' }, namespace: 'c', wanted: 'b', reason: 'then its label' },
    { spec: { team: '' }, labels: {}, namespace: 'c', wanted: 'c', reason: 'then its namespace' },
    { spec: {}, labels: {}, namespace: '', wanted: undefined, reason: 'without any of them it has none' },
  ])('is $wanted: $reason', ({ spec, labels, namespace, wanted }) => {
    expect(teamOf(spec, labels as Record<string, string>, namespace)).toBe(wanted);
  });
});
