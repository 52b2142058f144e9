import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { nodeFlags } from '../serve/options.ts';
import { runFunctionPaths } from '../serve/run-function.ts';
import { callFunction } from '../serve/test-client.ts';
import { makeAuthority, writeCertificates } from '../serve/throwaway-certificates.ts';
import { bundleFunction } from './bundle.ts';

const engine = resolve(import.meta.dirname, '../..');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A new folder with these files. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(scratch, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const buildPackage = {
  'node_modules/cdk8s/package.json': '{"name":"cdk8s","version":"2.0.0","main":"lib/app.js"}',
  'node_modules/cdk8s/lib/app.js': 'exports.App = class {};',
  'node_modules/cdk8s/lib/app.d.ts': 'export class App {}',
};

describe('a bundled function', () => {
  const bundled = bundleFunction({ entry: 'src/serve/test-function.ts', root: engine });

  it('is one file below 650 kB without paths of the build', async () => {
    const { code } = await bundled;
    expect(code.length).toBeLessThan(650_000);
    expect(Buffer.from(code).toString()).not.toContain(engine);
    expect(Buffer.from(code).toString()).not.toContain('sourceMappingURL');
  });

  it('lists its packages, with versions and files', async () => {
    const { packages } = await bundled;
    const cel = packages.find(({ name }) => name === '@marcbachmann/cel-js');
    expect(cel).toMatchObject({ version: '8.0.0', files: expect.arrayContaining(['lib/errors.js']) });
    expect(packages.map(({ name }) => name)).toContain('planesmith');
    expect(packages.flatMap(({ files }) => files).filter((file) => file.startsWith('.'))).toEqual([]);
  });

  it('runs in Node without other files, and answers over mutual TLS on both paths', async () => {
    const dir = project('alone', {});
    const ca = makeAuthority('test CA');
    writeCertificates(join(dir, 'tls'), ca.issue('function'), ca);
    writeFileSync(join(dir, 'function.mjs'), (await bundled).code);
    const flags = ['--address=127.0.0.1:0', '--health-address=off'];
    const env = { TLS_SERVER_CERTS_DIR: join(dir, 'tls') };
    const child: ChildProcess = spawn(process.execPath, [...nodeFlags, 'function.mjs', ...flags], { cwd: dir, env });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    try {
      const address = await new Promise<string>((serving, failed) => {
        if (child.stdout && child.stderr)
          for (const stream of [child.stdout, child.stderr])
            createInterface(stream).on('line', (line) => {
              const { address: bound } = JSON.parse(line) as { address?: string };
              if (bound === undefined) failed(new Error(line));
              else serving(bound);
            });
      });
      for (const path of runFunctionPaths) {
        const request = RunFunctionRequest.fromPartial({ meta: { tag: path } });
        const response = await callFunction(address, request, { ca, certificate: ca.issue('crossplane') }, path);
        expect(response.meta?.tag).toBe(path);
      }
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('bundling', () => {
  it('gives equal bytes in any folder', async () => {
    const entry =
      "import { nodeFlags } from 'planesmith/serve';\nimport { a } from './inner/a.ts';\nconsole.log(nodeFlags, a);\n";
    const files = {
      'main.ts': entry,
      'inner/a.ts': 'export const a = 1;\n',
      'package.json': '{"name":"p","version":"1.0.0"}',
    };
    const bundles = ['one', 'much/deeper/two'].map((name) => {
      const root = project(name, files);
      mkdirSync(join(root, 'node_modules'));
      symlinkSync(engine, join(root, 'node_modules/planesmith'));
      return bundleFunction({ entry: 'main.ts', root });
    });
    const [one, two] = await Promise.all(bundles);
    expect(Buffer.from(one?.code ?? []).equals(two?.code ?? Buffer.alloc(0))).toBe(true);
    expect(one?.packages).toEqual(two?.packages);
  });

  it('refuses a package that only a build may use, and shows the chain of imports', async () => {
    const root = project('reaches', {
      ...buildPackage,
      'main.ts': "import { b } from './b.ts';\nconsole.log(b);\n",
      'b.ts': "import { App } from 'cdk8s';\nexport const b = App;\n",
    });
    const failing = bundleFunction({ entry: 'main.ts', root });
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow('cdk8s: main.ts → b.ts → node_modules/cdk8s/lib/app.js');
  });

  it('allows a type import of such a package', async () => {
    const root = project('type-only', {
      ...buildPackage,
      'main.ts': "import type { App } from 'cdk8s';\nexport const apps: App[] = [];\n",
    });
    expect((await bundleFunction({ entry: 'main.ts', root })).packages.map(({ name }) => name)).not.toContain('cdk8s');
  });

  const broken = [
    { text: "import { x } from './nowhere.ts';\nx();\n", says: /main\.ts:1:19: .*nowhere\.ts/, reason: 'no such file' },
    { text: 'const = 1;\n', says: /main\.ts:1:7: /, reason: 'no TypeScript' },
  ];
  for (const { text, says, reason } of broken) {
    it(`names file, line and column of an error: ${reason}`, async () => {
      const failing = bundleFunction({ entry: 'main.ts', root: project(reason, { 'main.ts': text }) });
      await expect(failing).rejects.toThrow(UserError);
      await expect(failing).rejects.toThrow(says);
    });
  }
});
