import { describe, expect, it } from 'vitest';
import {
  api,
  array,
  boolean,
  defaulted,
  integer,
  map,
  number,
  object,
  oneOf,
  optional,
  string,
} from '../schema/index.ts';
import { issuesOf } from './verdict.ts';

const garden = api({
  kind: 'Garden',
  description: 'A garden.',
  targets: ['local'],
  spec: object({
    storageGB: optional(integer('Its shed, in gigabytes.', { minimum: 1, maximum: 100 })),
    idleSeconds: optional(integer('How long it may rest.', { minimum: 1, maximum: 100 })),
    beds: defaulted(integer('How many beds.', { minimum: 1, maximum: 9 }), 3),
    depth: optional(number('In metres.', { minimum: 0, maximum: 9 })),
    edition: optional(oneOf('The edition.', ['16', '17'])),
    owner: optional(string('Who owns it.', { maxLength: 20 })),
    fenced: optional(boolean('Whether it has a fence.')),
    keep: optional(string('How long fruit is kept, such as 12h or 7d.', { pattern: '^[1-9][hd]$', maxLength: 9 })),
    gate: optional(string('Name of the gate.', { pattern: '^[a-z]([a-z-]*[a-z])?$', maxLength: 19 })),
    opens: optional(string('When it opens.', { format: 'date-time', maxLength: 40 })),
    trees: optional(array('Its trees.', string('A tree.', { maxLength: 9 }), { maxItems: 9 })),
    ponds: optional(
      map(
        'Its ponds.',
        object({ fish: optional(integer('How many.', { minimum: 0, maximum: 9 })) }, { description: 'A pond.' }),
        { maxProperties: 9 },
      ),
    ),
  }),
  recorded: object({}),
  status: object({}),
  secret: {},
});
const toys = { name: 'toys', group: 'toys.example.org', apis: { garden } };

const issues = (spec: unknown, metadata: object = { name: 'big' }) =>
  issuesOf({ apiVersion: 'toys.example.org/v1alpha1', kind: 'Garden', metadata, spec }, toys, 'namespaced') ?? [];

describe('the hint of an issue', () => {
  it.each([
    { spec: { storageGB: '50Gi' }, hint: 'found "50Gi"; write 50: the unit is in the name' },
    { spec: { storageGB: '1Ti' }, hint: 'found "1Ti"; write a number of GB: the unit is in the name' },
    { spec: { storageGB: '50' }, hint: 'found "50"; write 50, without quotes' },
    { spec: { idleSeconds: '30s' }, hint: 'found "30s"; write 30: the unit is in the name' },
    { spec: { beds: 'many' }, hint: 'found "many"; write a whole number, such as 3' },
    { spec: { beds: '4 beds' }, hint: 'found "4 beds"; write a number without a unit' },
    { spec: { beds: 2.5 }, hint: 'found 2.5; write a whole number' },
    { spec: { beds: true }, hint: 'found true; write a whole number, such as 3' },
    { spec: { depth: '1.5m' }, hint: 'found "1.5m"; write a number without a unit' },
    { spec: { depth: '1.5' }, hint: 'found "1.5"; write 1.5, without quotes' },
    { spec: { edition: 17 }, hint: 'found 17; quote it: "17"' },
    { spec: { edition: 18 }, hint: undefined },
    { spec: { owner: 12 }, hint: 'found 12; quote it: "12"' },
    { spec: { owner: 1.1 }, hint: 'found 1.1; quote the text, which YAML reads as a number' },
    { spec: { owner: true }, hint: 'found true; quote the text, which YAML reads as a boolean' },
    { spec: { owner: ['ann'] }, hint: 'found a list; write a text' },
    { spec: { trees: ['oak', null] }, hint: 'found no value; write a text, or take it out' },
    { spec: { fenced: 'yes' }, hint: 'found "yes"; write true or false, without quotes' },
    { spec: { fenced: 1 }, hint: 'found 1; write true or false' },
    { spec: { trees: 'oak' }, hint: 'found "oak"; write a list: ["oak"]' },
    { spec: { trees: { oak: {} } }, hint: 'found a map; write a list' },
    { spec: { ponds: ['deep'] }, hint: 'found a list; write a map of entries by name' },
    { spec: { ponds: { deep: 3 } }, hint: 'found 3; write a map of its fields: fish' },
    { spec: { ponds: { deep: { fish: '3' } } }, hint: 'found "3"; write 3, without quotes' },
    { spec: { keep: '2 days' }, hint: 'How long fruit is kept, such as 12h or 7d' },
    { spec: { gate: 'North Gate' }, hint: 'Name of the gate; for example "north-gate"' },
    { spec: { opens: 'tomorrow' }, hint: 'found "tomorrow"; write for example "2030-01-01T00:00:00Z"' },
    { spec: 'big', hint: expect.stringMatching(/write a map of its fields: .*, trees, ponds$/) as string },
    { spec: null, hint: expect.stringMatching(/^found no value; write a map of its fields: .*, ponds$/) as string },
    { spec: { owner: null }, hint: undefined },
    { spec: { ponds: { deep: null } }, hint: 'found no value; write a map of its fields: fish, or take it out' },
    { spec: { gardener: 5 }, hint: undefined },
    { spec: { beds: 12 }, hint: undefined },
    { spec: { edition: '18' }, hint: undefined },
  ])('on $spec is: $hint', ({ spec, hint }) => {
    expect(issues(spec)[0]?.hint).toEqual(hint);
  });

  it('is given once for a value that has two issues', () => {
    expect(issues({ edition: 17 }).map(({ hint }) => hint !== undefined)).toEqual([true, false]);
  });

  it('shows no more of a long value than a line holds', () => {
    expect(issues({ beds: 'x'.repeat(10_000) })[0]?.hint?.length).toBeLessThan(120);
  });

  it('is not given for a field that metadata does not have', () => {
    const [issue] = issues({}, { name: 'big', owner: { ann: true } });
    expect(issue).toMatchObject({ path: 'metadata.owner' });
    expect(issue?.hint).toBeUndefined();
  });

  it('is given for labels too', () => {
    const [issue] = issues({}, { name: 'big', labels: { size: 3 } });
    expect(issue).toMatchObject({ path: 'metadata.labels.size', hint: 'found 3; quote it: "3"' });
  });
});

describe('a value that nobody has filled in', () => {
  it.each([
    {
      spec: { owner: 'CHANGE-ME' },
      issue: { path: 'spec.owner', message: 'CHANGE-ME stands for a value of yours: Who owns it.' },
    },
    {
      spec: { gate: 'CHANGE-ME' },
      issue: { path: 'spec.gate', message: 'CHANGE-ME stands for a value of yours: Name of the gate.' },
    },
    {
      spec: { trees: ['CHANGE-ME'] },
      issue: { path: 'spec.trees[0]', message: 'CHANGE-ME stands for a value of yours: A tree.' },
    },
    {
      spec: { ponds: { 'CHANGE-ME': {} } },
      issue: { path: 'spec.ponds.CHANGE-ME', message: 'CHANGE-ME stands for a name of yours: Its ponds.' },
    },
  ])('is refused: $spec', ({ spec, issue }) => {
    expect(issues(spec).filter(({ path }) => path !== '')).toEqual([issue]);
  });
});
