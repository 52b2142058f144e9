import { describe, expect, it } from 'vitest';
import { ignoredEntryIssues } from './ignored-entries.ts';
import { array, integer, map, nullable, object, optional, string } from './index.ts';

const text = string('T.', { maxLength: 9 });
const size = { maxProperties: 3 };
const widget = object({
  topics: optional(map('Topics.', object({ size: optional(integer('S.')) }, { description: 'T.' }), size)),
  secrets: optional(map('Secrets.', object({ from: text }, { description: 'S.' }), size)),
  labels: optional(map('Labels.', text, size)),
  groups: optional(map('Groups.', map('Group.', text, size), size)),
  parts: optional(
    array('Parts.', object({ labels: map('Labels.', text, size) }, { description: 'P.' }), { maxItems: 3 }),
  ),
  notes: optional(map('Notes.', nullable(text), size)),
  comment: optional(text),
});

describe('entries of maps without a value', () => {
  it.each([
    {
      value: { topics: { a: null, b: {} } },
      found: ['spec.topics.a: write `a: {}`'],
      reason: 'all fields are optional',
    },
    {
      value: { secrets: { a: null } },
      found: ['spec.secrets.a: give it a value or take it out'],
      reason: '{} would lack a field',
    },
    {
      value: { labels: { a: null } },
      found: ['spec.labels.a: give it a value or take it out'],
      reason: 'it is a text',
    },
    {
      value: { labels: { 'a.b/c': null } },
      found: ['spec.labels[a.b/c]: give it a value or take it out'],
      reason: 'the name has a dot',
    },
    { value: { groups: { a: null } }, found: ['spec.groups.a: write `a: {}`'], reason: 'it is a map' },
    {
      value: { groups: { a: { b: null } }, parts: [{ labels: {} }, { labels: { c: null } }] },
      found: [
        'spec.groups.a.b: give it a value or take it out',
        'spec.parts[1].labels.c: give it a value or take it out',
      ],
      reason: 'maps are found in maps and lists',
    },
    { value: { notes: { a: null } }, found: [], reason: 'null is a value there' },
    { value: { comment: null, topics: null }, found: [], reason: 'a field has no name of the user' },
    { value: { topics: [null], other: { a: null } }, found: [], reason: 'other issues speak of these' },
  ])('are found: $reason', ({ value, found }) => {
    const issues = ignoredEntryIssues(widget, value, 'spec');
    expect(
      issues.map(({ path, message }) => `${path}: ${message.replace('has no value and is ignored; ', '')}`),
    ).toEqual(found);
  });
});
