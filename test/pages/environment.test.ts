/** docs/environment.md says what every environment has, and which sections each API needs. */
import { expect, test } from 'vitest';
import type { Schema } from 'planesmith/schema';
import { environment } from '../../functions/environment/index.ts';
import { cells, conditionOf, exampleSpec, facts, type Loose, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { rows, textOf } from './page.ts';

const page = textOf('docs/environment.md');

test('it names the fields that every environment has', () => {
  const fields = Object.entries((environment as Schema & { fields: Readonly<Record<string, Schema>> }).fields);
  const required = fields.filter(([, { presence }]) => presence === 'required').map(([name]) => `\`${name}\``);
  expect(page).toContain(`Every one has ${required.slice(0, -1).join(', ')} and ${required.at(-1)}.`);
});

const table = rows(page);

test.each(cells)('what the table says is enough for $kind on $target', ({ key, kind, target, api }) => {
  const column = 1 + ['local', 'incluster', 'aws', 'gcp', 'azure'].indexOf(target);
  const cellsOf = (name: string) => table.find(([first]) => first === name)?.[column] ?? '';
  // A StateStore is made of one of two others.
  const text = [kind, ...(kind === 'StateStore' ? ['Database', 'Cache'] : [])].map(cellsOf).join(', ');
  const more = new RegExp(`^- A ${kind} on \`${target}\` also needs \`([\\w.]+)\` if`, 'm').exec(page)?.slice(1) ?? [];
  const needed = [...[...text.matchAll(/`([\w.]+)`(?! if present)/g)].map(([, path = '']) => path), ...more];
  const all = facts(usualEnvironment(target));
  const { name, tier, deletion, limits } = all;
  const enough: Loose = { name, tier, deletion, limits };
  for (const path of needed) {
    const [head = '', below] = path.split('.');
    if (below === undefined) enough[head] = all[head];
    else enough[head] = { ...withRequired(all[head], head), ...enough[head], [below]: all[head][below] };
  }
  const claim = new PlayedClaim({ kind: api.kind, target, environment: enough, spec: exampleSpec(key) });
  claim.settle();
  expect(conditionOf(claim)?.reason).toBe('Available');
});

/** The fields that a section always has. */
function withRequired(section: Loose, name: string): Loose {
  const { fields } = environment as Schema & { fields: Readonly<Record<string, Schema>> };
  const below = (fields[name] as Schema & { fields: Readonly<Record<string, Schema>> }).fields;
  return Object.fromEntries(Object.entries(section).filter(([key]) => below[key]?.presence === 'required'));
}
