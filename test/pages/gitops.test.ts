/** The page on GitOps: its fleet is whole, one line switches a cluster, and every trap in its table has the tests that it names. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it.each(['dev', 'prod'])('syncs the claims with the values of %s, all of them in the catalogue', async (name) => {
    const values = `examples/app/values.${name}.yaml`;
    const { stdout } = await planesmith('overlay', 'examples/app/claims', '--values', values);
    const kinds = parseAllDocuments(stdout).map((document) => (document.toJS() as { kind: string }).kind);
    const built = await builtFrom(`claims-${name}`, () => undefined);
    const projects = parseAllDocuments(built.get(`${name}/argocd/projects.yaml`) ?? '').map(
      (document) =>
        document.toJS() as { metadata: { name: string }; spec: { namespaceResourceWhitelist: { kind: string }[] } },
    );
    const allowed = projects.find(({ metadata }) => metadata.name === `shop-${name}`)?.spec.namespaceResourceWhitelist;
    expect(kinds.length).toBeGreaterThan(4);
    expect(allowed?.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  });

  it.each(['dev', 'prod'])(
    'gives the cluster of %s the claims that its values make, by each controller',
    async (name) => {
      const { stdout } = await planesmith(
        'overlay',
        'examples/app/claims',
        '--values',
        `examples/app/values.${name}.yaml`,
      );
      const claims = parseAllDocuments(stdout).map((document) => document.toJS() as Loose);
      const values = parse(textOf(`examples/app/values.${name}.yaml`)) as Record<string, object>;
      for (const [claim, fields] of Object.entries(values)) {
        const found = claims.find(({ kind, metadata }) => `${kind}/${metadata.name}` === claim);
        expect(found?.['spec'], claim).toMatchObject(fields);
      }
      const folder = `environments/${name}`;
      mkdirSync(join(scratch, folder), { recursive: true });
      writeFileSync(join(scratch, folder, 'claims.yaml'), stdout);
      expect((await planesmith('validate', join(scratch, folder))).stderr).toContain(
        `${claims.length} valid, 0 invalid`,
      );
      const built = await builtFrom(`values-${name}`, () => undefined);
      const objects = (file: string) =>
        parseAllDocuments(built.get(`${name}/${file}`) ?? '').map((document) => document.toJS() as Loose);
      const synced = objects('flux/kustomizations.yaml').find(({ metadata }) => metadata.name === 'shop');
      expect(synced?.['spec'].path).toBe(`./${folder}`);
      const application = objects('argocd/applications.yaml').find(({ metadata }) => metadata.name === `shop-${name}`);
      expect(application?.['spec'].source.path).toBe(folder);
    },
  );
});

describe('the page on GitOps', () => {
  // Those that need a cluster run in engine/src/cli/gitops-inventory.test.ts.
  const ours = commands(page)
    .filter((command) => /^npx planesmith gitops (build|check|inventory|diff) /.test(command))
    .filter((command) => !command.includes('--context '));
  it.each(ours)('gives a command that works on the example: %s', async (command) => {
    const out = join(scratch, 'page');
    const words = command.split(' ').slice(2);
    const args = words.map((word) => word.replace(/^gitops\/built$/, out).replace(/^gitops$/, 'examples/gitops'));
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
