/** Who may import whom: the table of CONTRIBUTING.md, executed; a breach prints the chain of files that leads to it. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chain, importGraph, importsOf } from './imports.ts';

const root = resolve(import.meta.dirname, '../..');
const graph = importGraph(root, ['apis', 'compositions', 'functions', 'engine/src']);

const engine = (...names: string[]) => names.map((name) => `engine/src/${name}`);
/** Folder → what its files may import besides themselves. Packages of npm are named with `npm:`. */
const sdk = 'npm:@crossplane-org/function-sdk-typescript';
const mayImport: Record<string, readonly string[]> = {
  'apis/': engine('schema/'),
  'functions/': ['apis/', ...engine('schema/', 'authoring/')],
  'compositions/': ['apis/', ...engine('schema/', 'synth/'), 'npm:cdk8s', 'npm:cdk8s-plus-28', 'npm:constructs'],
  'engine/src/errors.ts': [],
  'engine/src/yaml/': [],
  'engine/src/files.ts': [...engine('errors.ts', 'placed.ts'), 'node:'],
  'engine/src/placed.ts': ['node:'],
  'engine/src/schema/': [...engine('errors.ts'), 'npm:@marcbachmann/cel-js', 'npm:re2js'],
  'engine/src/authoring/': engine('schema/', 'errors.ts'),
  'engine/src/codec/': [sdk, 'node:util'],
  'engine/src/runtime/': [...engine('schema/', 'authoring/', 'errors.ts'), sdk, 'node:crypto'],
  'engine/src/serve/': [...engine('authoring/', 'codec/', 'runtime/', 'errors.ts'), 'npm:@grpc/grpc-js', sdk, 'node:'],
  'engine/src/synth/': [...engine('schema/', 'xpkg/meta.ts', 'errors.ts', 'files.ts'), 'npm:cdk8s', 'npm:constructs'],
  'engine/src/render/': [...engine('schema/', 'authoring/', 'runtime/', 'errors.ts'), sdk, 'node:crypto', 'node:util'],
  'engine/src/testing/': [
    ...engine('render/', 'schema/', 'authoring/', 'codec/', 'runtime/', 'models/', 'errors.ts'),
    ...engine(
      'judge/',
      'preview/',
      'scaffold/',
      'compare/',
      'migrate/',
      'bump/',
      'yaml/',
      'serve/test-client.ts',
      'serve/throwaway-certificates.ts',
    ),
    sdk,
    'npm:fast-check',
  ],
  'engine/src/platform/': [
    ...engine(
      'schema/',
      'authoring/',
      'runtime/dispatch.ts',
      'synth/',
      'models/settings.ts',
      'xpkg/index.ts',
      'errors.ts',
    ),
    'node:',
  ],
  'engine/src/judge/': [...engine('schema/', 'authoring/', 'platform/', 'yaml/', 'errors.ts', 'files.ts'), 'node:'],
  'engine/src/preview/': [
    ...engine(
      'schema/',
      'authoring/',
      'runtime/',
      'render/',
      'synth/',
      'judge/',
      'scaffold/',
      'platform/',
      'yaml/',
      'errors.ts',
    ),
    'node:',
  ],
  'engine/src/scaffold/': [
    ...engine('schema/', 'judge/', 'yaml/', 'authoring/', 'platform/', 'lock/', 'errors.ts', 'files.ts'),
    'node:',
  ],
  'engine/src/docs/': [...engine('schema/', 'authoring/', 'judge/', 'scaffold/', 'yaml/', 'files.ts'), 'npm:marked'],
  'engine/src/release/': [
    ...engine('schema/', 'authoring/', 'synth/', 'xpkg/', 'judge/', 'scaffold/', 'platform/', 'docs/'),
    ...engine('registry/', 'lock/', 'signing/', 'yaml/'),
    ...engine('serve/options.ts', 'preview/compositions.ts', 'models/json-schema.ts', 'models/generate/'),
    ...engine('compare/contract.ts', 'compare/contract/rule-table.ts', 'bump/rule-table.ts'),
    ...engine('errors.ts', 'files.ts'),
    'engine/package.json',
    'npm:ajv',
    'npm:cdk8s',
    'npm:cdk8s-plus-28',
    'node:',
  ],
  'engine/src/install/': [
    ...engine('release/push/read-release.ts', 'release/verify/release-yaml.ts', 'release/operator-list.ts'),
    ...engine('synth/function-name.ts', 'schema/', 'registry/', 'yaml/', 'errors.ts', 'files.ts'),
    'npm:ajv',
    'node:',
  ],
  'engine/src/preflight/': [
    ...engine('schema/', 'authoring/', 'platform/', 'lock/', 'release/composed-kinds.ts', 'release/install.ts'),
    ...engine('install/kubectl.ts', 'errors.ts', 'files.ts'),
    'node:',
  ],
  'engine/src/compare/': [
    ...engine('schema/', 'authoring/', 'runtime/', 'render/', 'preview/', 'judge/', 'scaffold/', 'platform/', 'synth/'),
    ...engine('release/composed-kinds.ts', 'docs/markdown.ts', 'yaml/', 'errors.ts', 'files.ts'),
    'node:',
  ],
  'engine/src/gitops/': [
    ...engine('schema/', 'authoring/', 'docs/markdown.ts', 'compare/', 'judge/', 'release/', 'xpkg/', 'yaml/'),
    ...engine(
      'install/cluster.ts',
      'install/healthy.ts',
      'install/source.ts',
      'install/mirror.ts',
      'errors.ts',
      'files.ts',
    ),
    'npm:cdk8s',
    'node:',
  ],
  'engine/src/migrate/': [
    ...engine('schema/', 'render/', 'judge/', 'platform/', 'compare/', 'yaml/', 'errors.ts'),
    'node:util',
  ],
  'engine/src/bump/': engine(
    'schema/',
    'compare/',
    'models/',
    'lock/',
    'registry/reference.ts',
    'render/',
    'docs/markdown.ts',
    'errors.ts',
    'files.ts',
  ),
  'engine/src/smoke/': [
    ...engine('install/kubectl.ts', 'judge/unfilled.ts', 'judge/verdict.ts', 'scaffold/minimal.ts', 'schema/'),
    ...engine('errors.ts', 'testing/widget.ts'),
    'npm:postgres',
    'node:net',
    'node:tls',
  ],
  'engine/src/retire/': engine('install/kubectl.ts', 'schema/kind-name.ts', 'errors.ts'),
  'engine/src/canary/': [
    ...engine('install/kubectl.ts', 'install/healthy.ts', 'synth/channel.ts', 'errors.ts'),
    'node:crypto',
  ],
  'engine/src/promote/': [
    ...engine('gitops/fleet/', 'release/sign/', 'release/verify/', 'signing/', 'registry/', 'xpkg/digest.ts'),
    ...engine('compare/version.ts', 'schema/', 'judge/documents.ts', 'yaml/', 'errors.ts', 'files.ts'),
    'node:',
  ],
  'engine/src/xpkg/': [...engine('yaml/', 'errors.ts', 'files.ts'), 'npm:', 'node:'],
  'engine/src/signing/': [...engine('xpkg/digest.ts', 'errors.ts', 'files.ts'), 'node:'],
  'engine/src/lock/': engine('registry/', 'xpkg/digest.ts', 'yaml/', 'errors.ts', 'files.ts'),
  'engine/src/registry/': [
    ...engine('xpkg/blob.ts', 'xpkg/digest.ts', 'xpkg/file-artifact.ts', 'xpkg/layout.ts', 'xpkg/testing/'),
    ...engine('errors.ts', 'files.ts'),
    'node:',
  ],
  'engine/src/models/': [
    ...engine('schema/', 'registry/', 'xpkg/tar.ts', 'yaml/', 'errors.ts', 'files.ts', 'engine-line.ts'),
    'npm:',
    'node:',
  ],
};
/** functions/main.ts is the one impure file: it serves what functions/index.ts lists. */
const exceptions: Record<string, readonly string[]> = { 'functions/main.ts': engine('serve/') };

describe('the layers', () => {
  for (const [folder, allowed] of Object.entries(mayImport)) {
    it(`let ${folder} import only ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}`, () => {
      const breaches = [...graph]
        .filter(([file]) => file.startsWith(folder))
        .flatMap(([file, imports]) =>
          imports
            .filter(
              (name) => ![folder, ...allowed, ...(exceptions[file] ?? [])].some((prefix) => name.startsWith(prefix)),
            )
            .map((name) => `${file} → ${name}`),
        );
      expect(breaches).toEqual([]);
    });
  }

  it('let test/ import the engine only through the entries of its package.json', () => {
    const files = globSync('test/**/*.ts', { cwd: root });
    const breaches = files.flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8'), file, new Map())
        .filter((name) => name.startsWith('engine/'))
        .map((name) => `${file} → ${name}`),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(breaches).toEqual([]);
  });

  const unreachable = [
    {
      from: 'functions/',
      what: 'cdk8s',
      ends: (name: string) => /^npm:(cdk8s|constructs)/.test(name),
      reason: 'the function image holds functions/ but never cdk8s',
    },
    {
      from: 'functions/',
      what: 'the YAML reader',
      ends: (name: string) => name.startsWith('engine/src/yaml/'),
      reason: 'the function reads protobuf, not files',
    },
    {
      from: 'engine/src/',
      what: 'any package that reads or writes YAML',
      ends: (name: string) => /^npm:(@.*\/)?(js-)?yaml/.test(name),
      reason: 'one reader and one writer, engine/src/yaml, agree with kubectl',
    },
    {
      from: 'compositions/',
      what: 'functions/',
      ends: (name: string) => name.startsWith('functions/'),
      reason: 'a Composition names the Function package, it does not contain it',
    },
    {
      from: 'engine/src/runtime/',
      what: 'the disk',
      ends: (name: string) => name.startsWith('node:fs'),
      reason: 'same request, same bytes',
    },
    {
      from: 'engine/src/',
      what: 'the platform',
      ends: (name: string) => /^(apis|compositions|functions)\//.test(name),
      reason: 'the engine names no API',
    },
  ];
  for (const { from, what, ends, reason } of unreachable) {
    it(`keep ${what} out of reach of ${from}: ${reason}`, () => {
      const isStart = (file: string) => file.startsWith(from) && !(file in exceptions);
      expect(chain(graph, isStart, ends)?.join(' → '), reason).toBeUndefined();
    });
  }

  it('are read from real files, and a planted breach is found with its chain', () => {
    expect([...graph.keys()].length).toBeGreaterThan(20);
    const planted = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['npm:cdk8s']],
    ]);
    expect(
      chain(
        planted,
        (file) => file === 'a.ts',
        (name) => name === 'npm:cdk8s',
      ),
    ).toEqual(['a.ts', 'b.ts', 'npm:cdk8s']);
  });

  it('see every form of import', () => {
    const text = [
      `import a from './a.ts';`,
      `import type { B } from "../b.ts";`,
      `export * from './c.ts';`,
      `import {\n  d,\n} from '@scope/d/deep';`,
      `const e = await import('./e.ts');`,
      `import './f.ts';`,
    ].join('\n');
    expect(importsOf(text, 'x/y.ts', new Map())).toEqual([
      'x/a.ts',
      'b.ts',
      'x/c.ts',
      'npm:@scope/d',
      'x/e.ts',
      'x/f.ts',
    ]);
  });
});
