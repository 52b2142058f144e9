/** Every possible edit of a contract is found by a rule, or waived with a reason. */
import { describe, expect, it } from 'vitest';
import { compareContracts, type Contract, readContract } from './contract.ts';
import { contractRules } from './rules.ts';
import { today } from './testing/node-edits.ts';
import { platformEdits, sampleContract, schemaEdits } from './testing/contract-edits.ts';

const all = [...platformEdits(), ...schemaEdits()];

/** Edits that nobody notices. Each must be one of the edits above, and must have no finding. */
const waivers: readonly { readonly edit: RegExp; readonly reason: string }[] = [
  { edit: /\bdescription (none|other)/, reason: 'it is text for people' },
  { edit: /^api tasks /, reason: 'they are text for people' },
  { edit: /^api limits in other words/, reason: 'the words of a refusal are text for people' },
  { edit: /^contract version /, reason: 'every release has another version' },
  { edit: /^contract targets /, reason: 'the APIs list the targets, and are compared in them' },
  { edit: /(fields|values|keys|rules) reordered/, reason: 'the order of fields, values, keys and rules means nothing' },
  { edit: /ignores for another reason/, reason: 'the reason is text for people' },
  { edit: /optionalOldSelf absent/, reason: 'without it a rule is as with its default' },
  {
    edit: /^(status|recorded), [^:]*: \w+ default /,
    reason: 'the review of an API refuses a default in what only functions write',
  },
  {
    edit: /(item of a list|value of a map): \w+ (default|presence) /,
    reason: 'an item or value is there or not; only fields have a presence',
  },
  {
    edit: /deprecated(Versions)? with other words/,
    reason: 'what to use, and since when it is said, is text for people',
  },
];

const waiverOf = (name: string) => waivers.find(({ edit }) => edit.test(name));
/** As kits have it: what is undefined is absent. */
const readFrom = new Map<string, Contract>();
function asRead(contract: Contract): Contract {
  const text = JSON.stringify(contract);
  // Most edits have the same contract on one side.
  const known = readFrom.get(text) ?? readContract(text, 'kit');
  readFrom.set(text, known);
  return known;
}
const found = all.map(({ name, old, now }) => ({
  name,
  findings: compareContracts(asRead(old), asRead(now), { today }),
}));

describe('every edit of a contract', () => {
  it('is found by a rule, or waived with a reason', () => {
    expect(all.length).toBeGreaterThan(3000);
    expect(
      found
        .filter(({ name, findings }) => findings.length === 0 && waiverOf(name) === undefined)
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it('that is waived has no finding, and each waiver is needed', () => {
    const waived = found.filter(({ name }) => waiverOf(name) !== undefined);
    expect(waived.filter(({ findings }) => findings.length > 0).map(({ name }) => name)).toEqual([]);
    expect(waivers.filter((waiver) => !waived.some(({ name }) => waiver === waiverOf(name)))).toEqual([]);
  });

  it('has findings with fingerprints that differ from each other', () => {
    const doubled = found.filter(
      ({ findings }) => new Set(findings.map(({ fingerprint }) => fingerprint)).size < findings.length,
    );
    expect(doubled.map(({ name }) => name)).toEqual([]);
  });

  it('makes findings of every rule, and of no other', () => {
    const hit = new Set(found.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    expect([...hit].toSorted()).toEqual(contractRules.map(({ id }) => id).toSorted());
  });

  it('has messages of one sentence, with nothing left to fill in', () => {
    const messages = found.flatMap(({ findings }) => findings.map(({ message }) => message));
    const isSentence = (message: string) =>
      /^[A-Z].*[^.]\.$/.test(message) && !/undefined|\[object|\{(place|who)/.test(message);
    expect(messages.filter((message) => !isSentence(message))).toEqual([]);
  });

  it('leaves the sample without a difference from itself', () => {
    expect(compareContracts(sampleContract, structuredClone(sampleContract), { today })).toEqual([]);
  });
});

describe('the rules of the contract', () => {
  it('have ids that differ, in lower case with hyphens, and a summary of one sentence', () => {
    const ids = contractRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)+$/.test(id))).toEqual([]);
    expect(contractRules.filter(({ summary }) => !/^[A-Z][^.]*\.$/.test(summary))).toEqual([]);
  });
});
