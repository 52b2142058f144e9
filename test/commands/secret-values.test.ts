/** The command line prints no secret value of an existing claim, though the claim's Secrets are among its input. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { example } from '../cases/claims.ts';
import { situationOf } from '../cases/situation.ts';
import { fakeMark } from '../played/fake.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'planesmith-secret-values-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of `render` on both streams for a ready claim, with all its objects as input. */
async function printed(name: string, target: string, options: readonly string[]) {
  const claim = example(`${name}.yaml`);
  const moment = { claim, target, flavour: 'namespaced', state: 'settled', environment: 'dev' } as const;
  const { observed, required } = await situationOf(moment);
  const existing = join(folder, [name, target, ...options].join('-'));
  mkdirSync(existing);
  const objects = [...observed, ...required.filter(({ kind }) => kind === 'Secret')];
  expect(hidden(JSON.stringify(objects))).not.toEqual([]);
  writeFileSync(join(existing, 'all.yaml'), objects.map((object) => `---\n${stringify(object)}`).join(''));
  const where = ['--target', target, '--environment', 'examples/environments/dev.yaml', '--observed', existing];
  const planesmith = join(root, 'node_modules/.bin/planesmith');
  return run(planesmith, ['render', `examples/${name}.yaml`, ...where, ...options], { cwd: root });
}

/** The words of a text that are a fake secret value, plain or in base64. */
function hidden(text: string): string[] {
  const words = text.match(/[\w+/=-]{8,}/g) ?? [];
  return words
    .flatMap((word) => [word, Buffer.from(word, 'base64').toString()])
    .filter((word) => word.includes(fakeMark));
}

const claims = [
  { name: 'database', target: 'local' },
  { name: 'pub-sub', target: 'incluster' },
  { name: 'cache', target: 'gcp' },
];

describe.each(claims)('secret values of $name on $target', ({ name, target }) => {
  it.each([
    { options: ['--report'] },
    { options: ['--report', '-o', 'json'] },
    { options: ['--as', 'dapr'] },
    { options: ['--as', 'dapr', '-o', 'json'] },
  ])('are not printed by render $options', async ({ options }) => {
    const { stdout, stderr } = await printed(name, target, options);
    expect(stdout + stderr).not.toBe('');
    expect(hidden(stdout + stderr)).toEqual([]);
  });

  it('are printed by render in Secrets only', async () => {
    const { stdout, stderr } = await printed(name, target, []);
    const objects = parseAllDocuments(stdout).map((document) => (document as { toJS(): { kind?: string } }).toJS());
    expect(objects.map(({ kind }) => kind)).toContain('Secret');
    expect(hidden(stderr + JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret')))).toEqual([]);
  });
});
