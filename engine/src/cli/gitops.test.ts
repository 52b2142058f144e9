import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checksums } from '../release/checksums.ts';
import { madeApp, madeCluster, madeSource, madeVersion, withFiles } from '../gitops/testing/made-fleet.ts';
import { planesmith } from './testing/widget-folder.ts';

const usual = [madeSource, madeCluster('dev'), madeApp('shop'), ...madeVersion('0.1.0'), ...madeVersion('0.2.0')];

const gitops = (folder: string, ...args: string[]) => planesmith(folder, ['gitops', ...args]);

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: folder, stdio: 'pipe' });
}

/** Changes a file of a version as somebody would who also writes its digests anew. */
function republish(folder: string, version: string, text: string): void {
  const root = join(folder, 'versions', version);
  const path = 'install/local/rbac.yaml';
  const sums = readFileSync(join(root, 'SHA256SUMS'), 'utf8');
  appendFileSync(join(root, path), text);
  const line = String(checksums([{ path, content: readFileSync(join(root, path)) }]).content);
  writeFileSync(join(root, 'SHA256SUMS'), sums.replace(/.*install\/local\/rbac\.yaml\n/, line));
}

describe('planesmith gitops build', () => {
  it('writes a folder for each cluster, and no other stays', () =>
    withFiles([...usual, { path: 'dist/gitops/gone/flux/sources.yaml', content: '' }], async (folder) => {
      const { code, stdout, stderr } = await gitops(folder, 'build', '.');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '8 files written\n' });
      expect(stdout.split('\n')).toContain('dist/gitops/dev/flux/kustomizations.yaml');
      expect(existsSync(join(folder, 'dist/gitops/dev/argocd/settings.yaml'))).toBe(true);
      expect(existsSync(join(folder, 'dist/gitops/gone'))).toBe(false);
    }));

  it('writes the folder of one cluster, and leaves the others alone', () =>
    withFiles([...usual, { path: 'built/other/flux/sources.yaml', content: '' }], async (folder) => {
      expect(await gitops(folder, 'build', '.', '--out', 'built', '--cluster', 'dev')).toMatchObject({ code: 0 });
      expect(existsSync(join(folder, 'built/dev/flux/sources.yaml'))).toBe(true);
      expect(existsSync(join(folder, 'built/other/flux/sources.yaml'))).toBe(true);
    }));

  it('writes nothing for a fleet with a mistake', () =>
    withFiles([madeCluster('prod', { version: '9.9.9' }), ...usual], async (folder) => {
      expect(await gitops(folder, 'build', '.')).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('prod.yaml:5:10: version: 9.9.9 is not published, only 0.1.0, 0.2.0'),
      });
      expect(existsSync(join(folder, 'dist'))).toBe(false);
    }));
});

describe('planesmith gitops check', () => {
  it('finds nothing in a fleet that is as it was committed', () =>
    withFiles(usual, async (folder) => {
      git(folder, 'init', '--quiet');
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '-m', 'publish');
      expect(await gitops(folder, 'check', '.')).toEqual({
        code: 0,
        stdout: '',
        stderr: '1 cluster, 2 versions, 0 findings\n',
      });
    }));

  it('finds every edited file of every version', () =>
    withFiles(usual, async (folder) => {
      appendFileSync(join(folder, 'versions/0.1.0/install/aws/rbac.yaml'), '#\n');
      rmSync(join(folder, 'versions/0.2.0/packages/aws-claims/kinds.yaml'));
      const { code, stdout, stderr } = await gitops(folder, 'check', '.');
      expect(code).toBe(1);
      expect(stderr).toContain('clusters not read, 2 versions, 2 findings');
      expect(stdout).toMatch(/^versions\/0\.1\.0\/install\/aws\/rbac\.yaml has the sha256 .*$/m);
      expect(stdout).toMatch(/^versions\/0\.2\.0\/packages\/aws-claims\/kinds\.yaml is missing, .*$/m);
    }));

  it('finds a version whose digests were written anew, by the commit that published it', () =>
    withFiles(usual, async (folder) => {
      git(folder, 'init', '--quiet');
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '-m', 'publish');
      republish(folder, '0.2.0', '# one more right\n');
      const uncommitted = await gitops(folder, 'check', '.');
      git(folder, 'commit', '--quiet', '-a', '-m', 'nobody notices');
      const committed = await gitops(folder, 'check', '.', '-o', 'json');
      const message = expect.stringMatching(/^has other bytes than the commit [0-9a-f]+ published: restore it/);
      expect({ code: committed.code, ...(JSON.parse(committed.stdout) as object) }).toMatchObject({
        code: 1,
        history: 'all',
        findings: [{ file: 'versions/0.2.0', message }],
      });
      expect(uncommitted).toMatchObject({ code: 1, stdout: expect.stringContaining('versions/0.2.0 has other bytes') });
    }));

  it('says so if no commit can tell', () =>
    withFiles(usual, async (folder) => {
      republish(folder, '0.2.0', '# one more right\n');
      expect(await planesmith(folder, ['gitops', 'check', '.'], { env: { GIT_DIR: '/nowhere' } })).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('not in a Git repository: no commit says what was published'),
      });
    }));

  it('finds built files that say something else than the fleet', () =>
    withFiles([...usual, madeCluster('prod')], async (folder) => {
      await gitops(folder, 'build', '.', '--out', 'built');
      expect(await gitops(folder, 'check', '.', '--built', 'built')).toMatchObject({ code: 0 });
      writeFileSync(join(folder, 'clusters/dev.yaml'), madeCluster('dev', { version: '0.2.0' }).content);
      rmSync(join(folder, 'built/dev/argocd/projects.yaml'));
      rmSync(join(folder, 'clusters/prod.yaml'));
      const { code, stdout } = await gitops(folder, 'check', '.', '--built', 'built');
      const lines = stdout.split('\n');
      expect(code).toBe(1);
      expect(lines).toContain('built/dev/argocd/projects.yaml is missing: run `planesmith gitops build`');
      expect(lines).toContain(
        'built/dev/flux/kustomizations.yaml does not say what the fleet says: run `planesmith gitops build`',
      );
      expect(lines).toContain('built/prod/flux/sources.yaml is of no cluster any more: run `planesmith gitops build`');
    }));

  const gate = {
    path: 'shop/environments/dev/claims.yaml',
    content: 'apiVersion: platform.acme.example/v1alpha1\nkind: Gate\nmetadata: { name: one }\n',
  };
  it('finds claims of an application that a cluster would not take', () =>
    withFiles([...usual, gate], async (folder) => {
      expect(await gitops(folder, 'check', '.', '--claims', 'shop=shop')).toMatchObject({
        code: 1,
        stdout:
          'shop/environments/dev/claims.yaml:1:1 has the Gate one, and version 0.1.0, which dev runs, offers no such kind: take it out\n',
        stderr: expect.stringContaining(' 1 finding\n'),
      });
    }));

  it.each([
    { args: ['--claims', 'shop'], says: 'such as shop=../shop' },
    { args: ['--claims', 'shop=a', '--claims', 'shop=b'], says: 'shop has two folders' },
    { args: ['--claims', 'shoe=a'], says: '. has no application shoe' },
  ])('is used wrongly with $args', ({ args, says }) =>
    withFiles(usual, async (folder) => {
      expect(await gitops(folder, 'check', '.', ...args)).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(says),
      });
    }),
  );
});
