import { expect, it } from 'vitest';
import { api, connectionSecret, integer, object, optional, string } from '../schema/index.ts';
import { vocabularyProblems } from './vocabulary.ts';

const text = (what: string) => optional(string(what, { maxLength: 9 }));
const anApi = (kind: string, fields: Parameters<typeof object>[0], status: Parameters<typeof object>[0] = {}) =>
  api({
    kind,
    description: 'A thing.',
    targets: ['local'],
    spec: object(fields),
    recorded: object({}),
    status: object(status),
    secret: {},
  });

it.each([
  { b: { size: text('How big.') }, problems: 0, reason: 'the same word with the same meaning' },
  { b: { size: optional(string('How big.', { maxLength: 3 })) }, problems: 0, reason: 'bounds are an API’s own' },
  { b: { size: text('How long.') }, problems: 1, reason: 'another text' },
  { b: { size: optional(integer('How big.')) }, problems: 1, reason: 'another type' },
  { b: { length: text('How long.') }, problems: 0, reason: 'another word' },
])('finds $problems: $reason', ({ b, problems }) => {
  const a = { size: text('How big.') };
  const inSpec = vocabularyProblems({ a: anApi('A', a), b: anApi('B', b) });
  expect(inSpec).toHaveLength(problems);
  const inStatus = vocabularyProblems({ a: anApi('A', {}, a), b: anApi('B', {}, b) });
  expect(inStatus).toHaveLength(problems);
  if (problems > 0) expect(inSpec[0]).toMatch(/^spec\.size means one thing in A and another in B: give both/);
});

it('knows the fields that the engine itself gives', () => {
  const fields = { connectionSecret: connectionSecret({ host: 'The host.' }) };
  const other = { connectionSecret: connectionSecret({ port: 'The port.' }) };
  const of = (kind: string, spec: typeof fields, key: string) =>
    api({
      kind,
      description: 'A thing.',
      targets: ['local'],
      spec: object(spec),
      recorded: object({}),
      status: object({}),
      secret: { [key]: 'What it is.' },
    } as never);
  expect(vocabularyProblems({ a: of('A', fields, 'host'), b: of('B', other as never, 'port') })).toEqual([]);
});
