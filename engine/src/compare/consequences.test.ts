import { describe, expect, it } from 'vitest';
import { foldConsequences } from './consequences.ts';
import { type Finding, finding, type Severity } from './finding.ts';

const found = (id: string, severity: Severity, place: string, subject = '', claims: readonly string[] = []): Finding =>
  finding({ id, severity, summary: 'S.' }, { place, subject, claims, message: 'it is so' });
const removed = found('spec-value-removed', 'breaking', 'Widget spec.size', 'large');
const announced = found('spec-deprecated-field-removed', 'risky', 'Widget spec.size');
const invalid = (target: string, path: string, ...claims: string[]) =>
  found('claim-invalid', 'breaking', `Widget on ${target}`, path, claims);

describe('findings of behaviour that follow from one of the contract', () => {
  it('are below it, and it hits their claims', () => {
    const [local, cloud] = [invalid('local', 'spec.size', 'b/b'), invalid('cloud', 'spec.size', 'a/a', 'b/b')];
    expect(foldConsequences([removed], [local, cloud])).toEqual([
      { ...removed, claims: ['a/a', 'b/b'], consequences: [local, cloud] },
    ]);
  });

  it.each([
    { reason: 'it is about the field', cause: removed, path: 'spec.size' },
    { reason: 'it is about an item of the list', cause: 'spec.topics[].name', path: 'spec.topics[3].name' },
    { reason: 'it is about a value of the map', cause: 'spec.labels.*', path: 'spec.labels[a.b]' },
    { reason: 'the type of the whole changed', cause: 'spec.topics', path: 'spec.topics[0]' },
  ])('are folded: $reason', ({ cause, path }) => {
    const above = typeof cause === 'string' ? found('spec-type-changed', 'breaking', `Widget ${cause}`) : cause;
    expect(foldConsequences([above], [invalid('local', path)])).toHaveLength(1);
  });

  it.each([
    { reason: 'it is about another field', cause: removed, behaviour: invalid('local', 'spec.sizes') },
    {
      reason: 'it is about another API',
      cause: removed,
      behaviour: found('claim-invalid', 'breaking', 'Gadget on local', 'spec.size'),
    },
    {
      reason: 'its path is shorter',
      cause: found('spec-value-removed', 'breaking', 'Widget spec.a.b', 'x'),
      behaviour: invalid('local', 'spec.a'),
    },
    {
      reason: 'nothing that exists notices the change',
      cause: found('spec-bound-widened', 'safe', 'Widget spec.size'),
      behaviour: invalid('local', 'spec.size'),
    },
    {
      reason: 'somebody has the field after its sunset',
      cause: announced,
      behaviour: invalid('local', 'spec.size', 'a/a'),
    },
    {
      reason: 'an object is deleted',
      cause: removed,
      behaviour: found('object-deleted', 'breaking', 'Widget on local: gear', 'Gear'),
    },
  ])('stay by themselves: $reason', ({ cause, behaviour }) => {
    expect(foldConsequences([cause], [behaviour])).toEqual([cause, behaviour]);
  });

  it('are no worse than a removal that was announced if no claim of anybody is hit', () => {
    const generated = invalid('local', 'spec.size');
    expect(foldConsequences([announced], [generated])).toEqual([{ ...announced, consequences: [generated] }]);
  });

  it('go to the nearest cause', () => {
    const all = found('spec-rule-added', 'breaking', 'Widget spec');
    const [one, other] = foldConsequences([all, removed], [invalid('local', 'spec.size')]);
    expect([one?.consequences, other?.consequences?.length]).toEqual([undefined, 1]);
  });

  it('may be about a key of the Secret, or a field of the status', () => {
    const causes = [
      found('secret-key-removed', 'breaking', 'Widget', 'tls.crt'),
      found('status-field-removed', 'breaking', 'Widget status.address'),
    ];
    const behaviour = [
      found('claim-secret-key-removed', 'breaking', 'Widget on local: connection', 'data["tls.crt"]'),
      found('status-field-lost', 'risky', 'Widget on local', 'status.address'),
    ];
    expect(foldConsequences(causes, behaviour).map(({ consequences }) => consequences?.length)).toEqual([1, 1]);
  });
});
