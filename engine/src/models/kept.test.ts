import { expect, it } from 'vitest';
import { keptModels } from './kept.ts';
import { sha256 } from './lock.ts';

const kind = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
const model = 'toy.example.org/v1/widget';
const files = new Map([
  [`${model}.ts`, 'types'],
  [`${model}.schema.json`, '{}'],
]);
const source = 'registry.example.org/provider';
const lock = {
  sources: [{ source, version: 'v1', sha256: 'abc', kinds: [kind] }],
  files: Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)])),
};
const kept = (atHand: string[], texts: ReadonlyMap<string, string> = files) =>
  keptModels([model], { lock, files: texts, atHand: new Set(atHand) });

it.for([
  { atHand: [], count: 1, reason: 'nothing was read' },
  { atHand: ['registry.example.org/provider-b'], count: 1, reason: 'another package was read' },
  { atHand: [source], count: 0, reason: 'another version of the package was read, and no longer declares it' },
])('$count models are kept: $reason', ({ atHand, count }) => {
  expect(kept(atHand)).toHaveLength(count);
});

it.for([
  { texts: new Map([...files, [`${model}.ts`, 'edited']]), says: 'widget.ts', reason: 'an edited file' },
  { texts: new Map([...files].slice(0, 1)), says: 'widget.schema.json', reason: 'a missing file' },
])('says how to get back $reason', ({ texts, says }) => {
  expect(() => kept([], texts)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`${says} is not as it was generated`),
      hint: expect.stringContaining('registry.example.org/provider (v1)'),
    }),
  );
});
