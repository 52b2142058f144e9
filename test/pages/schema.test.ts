/** docs/schema.md has every word with which an API is defined, and shows each in use. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as words from 'planesmith/schema';
import { expect, it } from 'vitest';
import { root, rows, textOf } from './page.ts';

const page = textOf('docs/schema.md');
const has = (name: string) => page.includes(`\`${name}\``);

/** The functions of these modules are words. */
const modules = [
  'object',
  'string',
  'number',
  'boolean',
  'enum',
  'list',
  'map',
  'int-or-string',
  'modifiers',
  'extended',
];
const exportsOf = (module: string) =>
  [...textOf(`engine/src/schema/${module}.ts`).matchAll(/^export (?:function|const) (\w+)/gm)].map(
    ([, name = '']) => name,
  );

it('has a row for every word that builds a field', () => {
  const builders = modules.flatMap(exportsOf).filter((name) => name in words);
  expect(builders.length).toBeGreaterThan(14);
  expect(builders.filter((name) => !has(name))).toEqual([]);
});

it('has every word that the APIs of this repository use', () => {
  const used = readdirSync(join(root, 'apis')).flatMap((file) => {
    const [, imported = ''] = /import \{([^}]*)\} from 'planesmith\/schema'/.exec(textOf(`apis/${file}`)) ?? [];
    return imported.split(',').map((name) => name.trim());
  });
  const unknown = used.filter(
    (name) => name !== '' && !/^(type )?[A-Z]|^type /.test(name) && name !== 'api' && !has(name),
  );
  expect(unknown).toEqual([]);
});

it.each([
  { file: 'api.ts', type: 'ApiDefinition<' },
  { file: 'column.ts', type: 'Column ' },
  { file: 'rule.ts', type: 'Rule ' },
  { file: 'string.ts', type: 'StringOptions ' },
  { file: 'number.ts', type: 'Bounds ' },
  { file: 'number.ts', type: 'IntegerOptions ' },
  { file: 'list.ts', type: 'ListOptions ' },
  { file: 'map.ts', type: 'MapOptions ' },
  { file: 'extended.ts', type: 'Extension<' },
  { file: 'deprecation.ts', type: 'Deprecation ' },
  { file: 'limits/limit.ts', type: 'Among ' },
  { file: 'limits/limit.ts', type: 'Most ' },
  { file: 'limits/limit.ts', type: 'Needs ' },
  { file: 'limits/limit.ts', type: 'Common ' },
])('has every field of $type', ({ file, type }) => {
  const [, declared = ''] = textOf(`engine/src/schema/${file}`).split(`interface ${type}`);
  const [fields = ''] = declared.split('\n}\n');
  const names = [...fields.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !has(name))).toEqual([]);
});

it('has every format', () => {
  const [, formats = ''] = /export type StringFormat =([^;]*);/.exec(textOf('engine/src/schema/node.ts')) ?? [];
  const names = [...formats.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !has(name))).toEqual([]);
});

const shown = rows(page).filter(([cell = '', , example = '']) => cell.startsWith('`') && example !== '');
it.each(shown.map(([cell = '', , example = '']) => ({ cell, file: /\]\(\.\.\/([^)]+)\)/.exec(example)?.[1] ?? '' })))(
  'shows $cell in $file',
  ({ cell, file }) => {
    for (const [, word = ''] of cell.matchAll(/`(\w+)`/g)) expect(textOf(file)).toMatch(new RegExp(`\\b${word}\\b`));
  },
);
