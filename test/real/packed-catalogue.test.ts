/** The packed catalogue in an empty folder, installed by npm: the platform of docs/catalogue.md starts, passes its tests and renders. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocks, commands, textOf } from '../pages/page.ts';
import {
  filesShown,
  isOffline,
  packCatalogue,
  packEngine,
  type Packed,
  removeFolder,
  strangersEnv,
  writeFiles,
} from '../release/packed-engine.ts';

const page = textOf('docs/catalogue.md');
const parent = mkdtempSync(join(tmpdir(), 'planesmith-taker-'));
const acme = join(parent, 'acme');
let packed: readonly Packed[] = [];

beforeAll(async () => {
  packed = await Promise.all([packEngine(), packCatalogue()]);
}, 600_000);
afterAll(async () => {
  removeFolder(parent);
  for (const one of packed) await one.remove();
});

/** Runs a line of the page as another company's machine does. */
function run(folder: string, line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { cwd: folder, env: strangersEnv(process.execPath), maxBuffer: 1 << 26 };
  return new Promise((done) =>
    execFile('sh', ['-c', line], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

/** Why nothing can be tried, such as a registry that is not reached. */
let missing: string | undefined;

it('begins, installs, starts, and passes its tests and its check, by the commands and files of the page', async ({
  skip,
}) => {
  const [engine = '', catalogue = ''] = packed.map(({ tarball }) => tarball);
  for (const command of commands(page)) {
    const ran = await run(parent, command.replace(/^npm install .*$/, `npm install '${engine}' '${catalogue}'`));
    if (isOffline(ran.stderr)) return skip((missing = 'npm reaches no registry'));
    expect(ran, command).toMatchObject({ code: 0 });
  }
  writeFiles(parent, filesShown(page));
  const environment = join(acme, 'examples/environments/local.yaml');
  const own = blocks(page, 'yaml')
    .join('')
    .replaceAll(/^(?=.)/gm, '  ');
  writeFileSync(environment, `${readFileSync(environment, 'utf8').trimEnd()}\n${own}`);
  const manifest = join(acme, 'package.json');
  const tarballs: Readonly<Record<string, string>> = { planesmith: engine, 'planesmith-catalogue': catalogue };
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replaceAll(
      /"(planesmith[\w-]*)": "\^[^"]*"/g,
      (_, name: string) => `"${name}": ${JSON.stringify(`file:${tarballs[name]}`)}`,
    ),
  );
  for (const line of ['npm install', 'npm start', 'npm test', 'npm run check']) {
    expect(await run(acme, line), line).toMatchObject({ code: 0 });
  }
}, 900_000);

it('renders claims in its own group, in the sizes of its own table and with the label of its own concern', async ({
  skip,
}) => {
  if (missing !== undefined) return skip(missing);
  const { code, stdout, stderr } = await run(acme, 'npx planesmith render examples/database.yaml examples/cache.yaml');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/memory: "?1024Mi/);
  expect(stdout).toContain('acme.io/cost-centre: k-1742');
  expect(stdout).not.toContain('platform.example.org');
  expect(readFileSync(join(acme, 'dist/release.yaml'), 'utf8')).toContain('registry.acme.io/platform/acme-local');
}, 60_000);

it('refuses an override of what does not exist: it does not compile, and one sentence says so', async ({ skip }) => {
  const file = join(acme, 'functions/index.ts');
  if (missing !== undefined) return skip(missing);
  writeFileSync(file, readFileSync(file, 'utf8').replace('tables: { sizes:', 'tables: { sizez:'));
  expect(await run(acme, 'npx tsc')).toMatchObject({
    code: expect.any(Number),
    stdout: expect.stringMatching(/'sizez' does not exist/),
  });
  const rendered = await run(acme, 'npx planesmith render examples/note.yaml');
  expect(rendered).toMatchObject({ code: 2, stdout: '' });
  expect(rendered.stderr).toMatch(/functions\/index\.ts:\d+\): Database has no table sizez, did you mean sizes\?\n/);
}, 60_000);
