/** The contract of this platform: what a comparison of its releases finds, over every API. */
import { compareContracts, contractOf, type Contract, readContract } from 'planesmith/release';
import { describe, expect, it } from 'vitest';
import { functions } from '../../functions/index.ts';
import platform from '../../planesmith.config.ts';

const contract = contractOf(platform, functions);
const kinds = Object.keys(contract.apis);
const withSpec = (
  kind: string,
  change: (fields: Readonly<Record<string, Field>>) => Readonly<Record<string, Field>>,
) => {
  const api = contract.apis[kind];
  const spec = api?.definition.spec;
  if (api === undefined || spec?.kind !== 'object') throw new Error(`${kind} has no spec`);
  const changed = { ...spec, fields: change(spec.fields) };
  return {
    ...contract,
    apis: { ...contract.apis, [kind]: { ...api, definition: { ...api.definition, spec: changed } } },
  };
};
type Field = Contract['environment'];
/** Of the comparison: nothing is deprecated, so any will do. */
const day = { today: '2027-06-01' };

describe('the contract of the platform', () => {
  it('does not differ from itself, as kits have it', () => {
    expect(kinds.length).toBeGreaterThan(7);
    expect(compareContracts(readContract(JSON.stringify(contract), 'the kit'), contract, day)).toEqual([]);
  });

  it.each(kinds)('misses each field that is taken out of the spec of %s, and nothing else', (kind) => {
    const spec = contract.apis[kind]?.definition.spec;
    const names = spec?.kind === 'object' ? Object.keys(spec.fields) : [];
    for (const name of names) {
      const now = withSpec(kind, ({ [name]: _, ...others }) => others);
      expect(compareContracts(contract, now, day)).toMatchObject([
        { rule: 'spec-field-removed', severity: 'breaking', place: `${kind} spec.${name}` },
      ]);
    }
  });

  it('has a fingerprint of its own for each finding, also between APIs that have little in common', () => {
    const apis = kinds.map((kind, index) => {
      const next = contract.apis[kinds[(index + 1) % kinds.length] ?? ''] ?? contract.apis[kind];
      return [kind, next];
    });
    const findings = compareContracts(contract, { ...contract, apis: Object.fromEntries(apis) }, day);
    expect(findings.length).toBeGreaterThan(300);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });
});
