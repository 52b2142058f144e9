/** The page on GitOps: its fleet is whole, one line switches a cluster, and every trap in its table has the tests that it names. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Loose } from '../fixtures.ts';
import { commands, planesmith, root, rows, section, textOf } from './page.ts';

const page = textOf('docs/gitops.md');
const example = join(root, 'examples/gitops');

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'planesmith-gitops-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** A copy of the example with these texts in place of others, and what is built from it. */
async function builtFrom(name: string, change: (fleet: string) => void): Promise<ReadonlyMap<string, string>> {
  const [fleet, out] = [join(scratch, name), join(scratch, `${name}-built`)];
  cpSync(example, fleet, { recursive: true });
  change(fleet);
  await planesmith('gitops', 'build', fleet, '--out', out);
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name: file }) => {
      const path = join(parentPath, file);
      return [path.slice(out.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

describe('the fleet of the examples', () => {
  it('has no finding', async () => {
    expect(await planesmith('gitops', 'check', 'examples/gitops')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('2 clusters, 2 versions, 0 findings'),
    });
  });

  it.each(['dev', 'prod'])('has the facts of the environment %s', (name) => {
    expect(textOf(`examples/gitops/facts/${name}/environment.yaml`)).toBe(textOf(`examples/environments/${name}.yaml`));
  });

  it('has an application whose claims its clusters take', async () => {
    expect(await planesmith('gitops', 'check', 'examples/gitops', '--claims', 'shop=examples/app')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('2 clusters, 2 versions, 0 findings'),
    });
  });

  it('switches one cluster by one line, and back, and nothing else changes', async () => {
    const file = 'clusters/prod.yaml';
    const before = await builtFrom('before', () => undefined);
    const after = await builtFrom('after', (fleet) => {
      const text = readFileSync(join(fleet, file), 'utf8');
      writeFileSync(join(fleet, file), text.replace('version: 0.1.0', 'version: 0.1.1'));
    });
    const changed = [...before.keys()].filter((path) => before.get(path) !== after.get(path));
    expect([...after.keys()]).toEqual([...before.keys()]);
    // Argo CD reads the line itself.
    expect(changed).toEqual(['prod/flux/kustomizations.yaml']);
    const paths = (text = '') => [...text.matchAll(/path: (.*)/g)].map(([, path]) => path);
    expect(paths(after.get(changed[0] ?? '')).slice(0, 2)).toEqual([
      '"./gitops/versions/0.1.1/install/incluster"',
      '"./gitops/versions/0.1.1/packages/incluster-namespaced"',
    ]);
  });

  it('gets a new cluster by one file', async () => {
    const before = await builtFrom('two', () => undefined);
    const after = await builtFrom('three', (fleet) => {
      const text = readFileSync(join(fleet, 'clusters/prod.yaml'), 'utf8');
      writeFileSync(join(fleet, 'clusters/west.yaml'), text.replace('name: prod', 'name: west'));
    });
    const added = [...after.keys()].filter((path) => !before.has(path));
    expect([...before].filter(([path, text]) => after.get(path) !== text)).toEqual([]);
    expect(new Set(added.map((path) => path.split('/')[0]))).toEqual(new Set(['west']));
    expect(added).toHaveLength(before.size / 2);
  });

  describe.each(['dev', 'prod'])('in the cluster %s', (name) => {
    /** The folder that each controller syncs for the shop, and the claims in it. */
    let folders: readonly string[];
    let claims: readonly Loose[];
    let objects: (file: string) => readonly Loose[];
    beforeAll(async () => {
      const built = await builtFrom(`claims-${name}`, () => undefined);
      objects = (file) =>
        parseAllDocuments(built.get(`${name}/${file}`) ?? '').map((document) => document.toJS() as Loose);
      const synced = objects('flux/kustomizations.yaml').find(({ metadata }) => metadata.name === 'shop');
      const application = objects('argocd/applications.yaml').find(({ metadata }) => metadata.name === `shop-${name}`);
      folders = [synced?.['spec'].path, application?.['spec'].source.path];
      const text = textOf(join('examples/app', folders[0] ?? '', 'claims.yaml'));
      claims = parseAllDocuments(text).map((document) => document.toJS() as Loose);
    });

    it('controllers sync the file that the workflow of the shop writes, with nothing beside it', async () => {
      expect(folders).toEqual([`./environments/${name}`, `environments/${name}`]);
      expect(readdirSync(join(root, 'examples/app/environments', name))).toEqual(['claims.yaml']);
      expect(await planesmith('overlay', 'examples/app', '--check')).toMatchObject({ stdout: '' });
    });

    it('the claims have the values of its environment', () => {
      const values = parse(textOf(`examples/app/values.${name}.yaml`)) as Record<string, object>;
      expect(claims.length).toBeGreaterThan(4);
      for (const [claim, fields] of Object.entries(values)) {
        const found = claims.find(({ kind, metadata }) => `${kind}/${metadata.name}` === claim);
        expect(found?.['spec'], claim).toMatchObject(fields);
      }
    });

    it('the project of the shop allows each claim, in its namespace', () => {
      const { spec } = objects('argocd/projects.yaml').find(({ metadata }) => metadata.name === `shop-${name}`)!;
      const allowed = (spec.namespaceResourceWhitelist as { kind: string }[]).map(({ kind }) => kind);
      expect(allowed).toEqual(expect.arrayContaining(claims.map(({ kind }) => kind)));
      const namespaces = (spec.destinations as { namespace: string }[]).map(({ namespace }) => namespace);
      expect([...new Set(claims.map(({ metadata }) => metadata.namespace))]).toEqual(namespaces);
    });
  });
});

describe('the page on GitOps', () => {
  // Those that need a cluster run in engine/src/cli/gitops-inventory.test.ts.
  const ours = commands(page)
    .filter((command) => /^npx planesmith gitops (build|check|inventory|diff) /.test(command))
    .filter((command) => !command.includes('--context '));
  it.each(ours)('gives a command that works on the example: %s', async (command) => {
    const out = join(scratch, 'page');
    const words = command.split(' ').slice(2);
    const args = words.map((word) =>
      word
        .replace(/^gitops\/built$/, out)
        .replace(/^gitops$/, 'examples/gitops')
        .replace('../shop', 'examples/app'),
    );
    const fleet = words[1] === 'diff' ? ['--fleet', 'examples/gitops'] : [];
    if (words.includes('--built')) await planesmith('gitops', 'build', 'examples/gitops', '--out', out);
    const { stdout, stderr } = await planesmith('gitops', ...args.slice(1), ...fleet);
    expect((stdout + stderr).trim()).not.toBe('');
  });

  const traps = rows(section(page, '## Traps')).flatMap(([trap = '', , tests = '']) =>
    tests.split('<br>').map((test) => {
      const [, file = '', name = ''] = /^`([^`]+)` › (.+)$/.exec(test.trim()) ?? [];
      return { trap, file, name };
    }),
  );
  it.each(traps)('names tests that exist: $trap', ({ file, name }) => {
    const text = textOf(file);
    expect(name).not.toBe('');
    expect(text.includes(`'${name}'`) || text.includes(`\`${name}\``), name).toBe(true);
  });

  it('has every trap', () => {
    expect(traps.length).toBeGreaterThan(15);
  });
});
