import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { perTarget, platform } from '../../index.ts';
import { apis, functions } from '../../testing/widget.ts';
import { gunzip } from '../../xpkg/gzip.ts';
import { unpackTar } from '../../xpkg/tar.ts';
import { kitFile } from './kit.ts';

const engine = resolve(import.meta.dirname, '../../..');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-kits-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const toys = (kit?: { name: string }) =>
  platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions }),
    packages: perTarget('toys', ['local']),
    ...(kit && { kit }),
  });

const config = (first = '', compositions = "() => import('./compositions.js')") => `${first}
import { perTarget, platform } from 'planesmith';
import { apis, functions } from '${join(engine, 'src/testing/widget.ts')}';

export default platform({
  name: 'toys', group: 'toys.example.org', registry: 'registry.example.org/toys', crossplane: '>=v2.4.0', version: '1.2.3',
  apis, compositions: ${compositions}, functions: async () => ({ functions }), packages: perTarget('toys', ['local']),
});
`;

/** The folder of a platform with this configuration. */
function folderWith(name: string, text: string, more: Readonly<Record<string, string>> = {}): string {
  const root = join(scratch, name);
  const files = {
    'package.json': '{ "type": "module" }',
    'platform.config.ts': text,
    'compositions.js':
      "import { Chart } from 'cdk8s';\nexport const compositions = {};\nexport class Box extends Chart {}\n",
    ...more,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  symlinkSync(join(engine, '../node_modules'), join(root, 'node_modules'));
  return root;
}

const built = (root: string, kit?: { name: string }) =>
  kitFile(toys(kit), { root, config: 'platform.config.ts', functions, pages: [], isTried: true });

async function manifestOf(content: string | Uint8Array): Promise<object> {
  const entries = await unpackTar(gunzip(content as Uint8Array));
  const entry = entries.find(({ path }) => path === 'package/package.json');
  return JSON.parse(entry?.type === 'file' ? new TextDecoder().decode(entry.content) : '') as object;
}

describe('the file of a kit', () => {
  it('is named by platform and version, and the package by the platform unless the configuration names it', async () => {
    const root = folderWith('named', config());
    const { path, content } = await built(root);
    expect(path).toBe('kit/toys-1.2.3.tgz');
    expect(await manifestOf(content)).toMatchObject({ name: '@toys/platform', license: 'UNLICENSED' });
    writeFileSync(join(root, 'package.json'), '{ "type": "module", "license": "MIT" }');
    expect(await manifestOf((await built(root, { name: 'toy-kit' })).content)).toMatchObject({
      name: 'toy-kit',
      license: 'MIT',
      bin: { 'toy-kit': 'bin/kit.cjs' },
    });
  });

  it('has the same bytes from the same sources in another folder', async () => {
    const [one, other] = [await built(folderWith('one', config())), await built(folderWith('other/deeper', config()))];
    expect(Buffer.compare(one.content as Uint8Array, other.content as Uint8Array)).toBe(0);
  });

  it.each([
    {
      reason: 'the configuration would load cdk8s, which a kit has not',
      text: config("import { compositions } from './compositions.js';", 'async () => ({ compositions })'),
      says: 'the kit would load a package that it cannot have: platform.config.ts → compositions.js → cdk8s',
    },
    {
      reason: 'the configuration reads a file',
      text: config("import { readFileSync } from 'node:fs';\nreadFileSync('package.json');"),
      says: /^the kit does not start: Access to this API has been restricted/,
    },
    {
      reason: 'the configuration asks a server',
      text: config("await fetch('http://127.0.0.1:65000').catch(({ cause }) => { throw cause; });"),
      says: /^the kit does not start: (a kit may not use the network|Access to this API has been restricted)/,
    },
    {
      reason: 'an import is not there',
      text: config("import './absent.js';"),
      says: /^cannot bundle the kit: platform\.config\.ts:1:8: Could not resolve "\.\/absent\.js"/,
    },
  ])('is refused if $reason', async ({ reason, text, says }) => {
    const error = await built(folderWith(reason.replaceAll(/\W+/g, '-'), text)).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(says);
  });

  it('cannot have a name that npm refuses', () => {
    expect(() => toys({ name: 'Acme Platform' })).toThrow(
      'kit.name "Acme Platform" is not the name of an npm package, such as "@acme/platform"',
    );
  });
});
