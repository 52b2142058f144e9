/** docs/authoring.md has all the words that authors use, and shows each in use. */
import * as authoring from 'planesmith/authoring';
import { expect, it } from 'vitest';
import { rows, textOf } from './page.ts';

const page = textOf('docs/authoring.md');
const table = rows(page).filter(([word]) => word !== 'word' && !/^-+$/.test(word ?? ''));
const words = table.flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word));

/** Exports that are no words of authors: they read what authors wrote, or an object of Kubernetes. */
const readers = new Set(['environmentOf', 'modelOf', 'orderOf', 'secretValues', 'sectionAt', 'UserError']);

it('has a row for every function that authors import', () => {
  const exported = Object.keys(authoring).filter((name) => !readers.has(name));
  expect(exported.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('lists about 20 words, each name counted, and few that Crossplane has already', () => {
  const [, known = ''] = /mean what they mean in Crossplane: ([^.]*)\./.exec(page) ?? [];
  expect(words.length + 1).toBeLessThanOrEqual(24); // `concern` is a word too, and no code.
  expect([...known.matchAll(/`\w+`/g)].length).toBeLessThanOrEqual(8);
});

it('names every rule of readiness', () => {
  expect(Object.keys(authoring.ready).filter((rule) => !page.includes(`\`ready.${rule}`))).toEqual([]);
});

it.each(table.map(([cell = '', , example = '']) => ({ cell, file: /\]\(\.\.\/([^)]+)\)/.exec(example)?.[1] ?? '' })))(
  'shows $cell in $file',
  ({ cell, file }) => {
    const text = textOf(file);
    const [word = cell] = [...cell.matchAll(/`(\w+)`/g)].map(([, found = '']) => found);
    expect(text).toMatch(new RegExp(`\\b${word === 'concern' ? 'concerns' : word}\\b`));
  },
);

it.each([
  { file: 'planner.ts', type: 'Refusal', unlisted: ['unit'] },
  { file: 'planner.ts', type: 'DecisionContext', unlisted: [] },
  { file: 'target.ts', type: 'TargetBase', unlisted: [] },
  { file: 'target.ts', type: 'TargetContext', unlisted: [] },
  { file: 'target.ts', type: 'TargetOptions', unlisted: [] },
  { file: 'target.ts', type: 'TargetResult', unlisted: [] },
])('has every field of $type', ({ file, type, unlisted }) => {
  const [, declared = ''] = textOf(`engine/src/authoring/${file}`).split(`export interface ${type}<`);
  const [fields = ''] = declared.split('\n}\n');
  const names = [...fields.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual(unlisted);
});

it('has every word that functions/cache/aws.ts uses', () => {
  const text = textOf('functions/cache/aws.ts');
  const [, imported = ''] = /import \{([^}]*)\} from 'planesmith\/authoring'/.exec(text) ?? [];
  const [, given = ''] = /\(\{([^}]*)\}\) => \{/.exec(text) ?? [];
  const options = [...text.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);
  const decisions = [...text.matchAll(/^ {6}(decide|recover):/gm)].map(([, name = '']) => name);
  const used = new Set(
    [...imported.split(','), ...given.split(','), ...options, ...decisions].map((name) => name.trim()),
  );
  const unknown = [...used].filter((name) => name !== '' && name !== 'claim' && !page.includes(`\`${name}\``));
  expect(unknown).toEqual([]);
});
