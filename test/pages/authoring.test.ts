/** docs/authoring.md has all the words that authors use, and shows each in use. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as authoring from 'planesmith/authoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../release/kit.ts';
import { planesmith, root, rows, section, textOf } from './page.ts';

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

describe('a field that is added by the steps of the page, in a platform that init wrote', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  /** The files and blocks of the steps. */
  const steps = [
    ...section(page, '## Adding a field').matchAll(/^\d\. `([^`]+)`[^]*?\n {3}```\w+\n([^]*?)\n {3}```$/gm),
  ].map(([, file = '', block = '']) => ({ file, block: block.replaceAll(/^ {3}/gm, '') }));

  /** Puts a block in place of the line that begins as it does; a file that is not there is the block, and a test has it at its end. */
  function apply({ file, block }: (typeof steps)[number]): void {
    if (file.startsWith('examples/')) return writeFileSync(path(file), `${block}\n`);
    if (file.startsWith('test/')) return appendFileSync(path(file), `\n${block}\n`);
    const lines = readFileSync(path(file), 'utf8').split('\n');
    const beginning = (line: string) => /^\s*(.*?[:=(] ?)/.exec(line)?.[1] ?? line;
    const at = lines.flatMap((line, index) => (beginning(line) === beginning(block) ? [index] : []));
    expect([file, at.length]).toEqual([file, 1]);
    writeFileSync(path(file), lines.with(at[0]!, block).join('\n'));
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'planesmith-garden-'));
    const names = ['--name', 'garden', '--group', 'garden.example.org', '--registry', 'registry.example.org/garden'];
    await planesmith('init', folder, ...names, '--targets', 'local');
    symlinkSync(join(root, 'node_modules'), path('node_modules'));
    expect(steps.map(({ file }) => file)).toHaveLength(5);
    steps.forEach(apply);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is in what npm start shows', async () => {
    const { code, stdout } = await runProgram(folder, [join(root, 'engine/bin/planesmith.cjs'), 'start']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Note greeting → ConfigMap') });
    expect(readFileSync(path('dist/docs/api-note.html'), 'utf8')).toContain('Language of the text, such as en.');
  });

  it('compiles, and passes its test', async () => {
    const run = (program: string, ...args: string[]) =>
      runProgram(folder, [join(root, 'node_modules', program), ...args]);
    expect(await run('typescript/bin/tsc', '--noEmit')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('vitest/vitest.mjs', 'run')).toMatchObject({ code: 0, stdout: expect.stringMatching(/5 passed/) });
  });
});
