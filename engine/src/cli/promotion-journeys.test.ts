/** The three ways to work, one workflow each: whole jobs as a runner runs them, with the real command line, from a new version in Git to what clusters run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { File } from '../files.ts';
import { madeCluster, madeVersion } from '../gitops/testing/made-fleet.ts';
import { type Profile, promotionWorkflow } from '../scaffold/promotion-workflow.ts';
import { readPrivateKey } from '../signing/key.ts';
import { pair } from '../signing/testing/pair.ts';
import { signatures } from './testing/signed-version.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly env?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

const bin = resolve(import.meta.dirname, '../../bin/planesmith.cjs');
const keys = pair();
const signer = readPrivateKey(keys.private, 'ours');
const [first, second] = ['0.1.0', '0.2.0'].map((version) => madeVersion(version)).map(signed);

function signed(version: readonly File[]): readonly File[] {
  return [...version, ...signatures(version, signer)];
}

let folder: string;
let clone: string;

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd, encoding: 'utf8' });

function write(files: readonly File[], root: string): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function program(name: string, text: string): void {
  write([{ path: `bin/${name}`, content: `#!/bin/sh\n${text}\n` }], folder);
  chmodSync(join(folder, 'bin', name), 0o755);
}

/** Commits to the branch that clusters follow, as a person who merges a pull request. */
function merge(files: readonly File[]): void {
  git(clone, 'pull', '--quiet', 'origin', 'main');
  write(files, join(clone, 'gitops'));
  git(clone, 'add', 'gitops');
  git(clone, 'commit', '--quiet', '--message', 'Merge');
  git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-journey-'));
  clone = join(folder, 'clone');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch', 'main', 'origin.git');
  git(folder, 'init', '--quiet', '--initial-branch', 'main', 'clone');
  git(clone, 'remote', 'add', 'origin', join(folder, 'origin.git'));
  git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
  git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  merge([
    ...first!,
    madeCluster('genesis'),
    madeCluster('prod', { after: 'genesis' }),
    { path: 'keys/release.pub', content: keys.public },
    { path: 'alerts.json', content: '[]' },
    { path: 'promotion.yaml', content: 'key: keys/release.pub\nminimumAge: 0m\nalerts: {source: alerts.json}\n' },
  ]);
  program('npm', 'exit 0');
  program('npx', `shift; exec "${process.execPath}" "${bin}" "$@"`);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a job on a fresh checkout, up to the first step that fails. Returns what the branch says then. */
function run(profile: Profile, job: string, inputs: { readonly version?: string; readonly cluster?: string } = {}) {
  const workspace = mkdtempSync(join(folder, 'work-'));
  git(workspace, 'clone', '--quiet', join(folder, 'origin.git'), '.');
  const { jobs } = parse(String(promotionWorkflow(profile).content)) as Workflow;
  const { env = {}, steps = [] } = jobs[job] ?? {};
  const known: Readonly<Record<string, string | undefined>> = {
    'inputs.version': inputs.version,
    'inputs.cluster': inputs.cluster,
    'github.token': 'secret',
    'secrets.GENESIS_KUBECONFIG': '',
  };
  const filled = (given: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries(given).map(([name, text]) => [
        name,
        text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, key) => known[key]!),
      ]),
    );
  const usual = {
    PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_SERVER_URL: 'https://git.example.org',
    GITHUB_REPOSITORY: 'acme/operations',
    GITHUB_REF_NAME: 'main',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${join(folder, 'origin.git')}.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://x-access-token:secret@git.example.org/acme/operations',
  };
  let said = '';
  const failed = steps.find(({ run: script, env: own }) => {
    if (script === undefined) return false;
    const given = { ...usual, ...filled(env), ...filled(own) };
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
      cwd: workspace,
      env: given,
      encoding: 'utf8',
    });
    said += `${stdout}${stderr}`;
    return status !== 0;
  });
  return { failed: failed?.name, said, runs: runs() };
}

/** The version of each cluster, as the branch says it. */
function runs(): Readonly<Record<string, string | undefined>> {
  const version = (cluster: string) =>
    /^version: (.*)$/m.exec(git(join(folder, 'origin.git'), 'show', `main:gitops/clusters/${cluster}.yaml`))?.[1];
  return { genesis: version('genesis'), prod: version('prod') };
}

/** The evidence of smoke claims, as `planesmith smoke` writes it now. */
const smoke = (): File => ({
  path: 'evidence/genesis/smoke.yaml',
  content: `cluster: genesis\nversion: 0.2.0\nat: ${new Date().toISOString()}\npassed: true\nclaims:\n- kind: Fence\n  result: passed\n  says: Ready\n`,
});
const both = (version: string) => ({ genesis: version, prod: version });

describe('with maintenance windows and by hand', () => {
  const at = (day: number, hour: string) =>
    program('date', `case "$*" in *%u*) echo ${day} ;; *%H*) echo ${hour} ;; *) exec /bin/date "$@" ;; esac`);

  it('a version reaches one cluster in the window, and nothing outside of it', () => {
    merge(second!);
    at(3, '09');
    const wanted = { version: '0.2.0', cluster: 'genesis' };
    expect(run('windows', 'promote', wanted)).toMatchObject({ failed: 'Window', runs: both('0.1.0') });
    at(2, '09');
    expect(run('windows', 'promote', wanted)).toMatchObject({
      failed: undefined,
      runs: { genesis: '0.2.0', prod: '0.1.0' },
    });
  });

  it('a version that has not proven itself stays out of the next cluster, and says why', () => {
    merge(second!);
    at(2, '09');
    const { failed, said, runs: now } = run('windows', 'promote', { version: '0.2.0', cluster: 'prod' });
    expect(failed).toBe('Promote');
    expect(said).toContain('genesis has 0.1.0, not 0.2.0');
    expect(now).toEqual(both('0.1.0'));
  });
});

describe('with CI, and deployment by hand', () => {
  it('a pull request is checked, a person promotes, and goes back', () => {
    merge(second!);
    expect(run('manual', 'check')).toMatchObject({ failed: undefined, runs: both('0.1.0') });
    // It writes the evidence of what runs.
    expect(run('manual', 'promote', { version: '0.1.0', cluster: 'genesis' }).failed).toBeUndefined();
    expect(run('manual', 'promote', { version: '0.2.0', cluster: 'genesis' })).toMatchObject({
      failed: undefined,
      runs: { genesis: '0.2.0', prod: '0.1.0' },
    });
    expect(run('manual', 'promote', { version: '0.1.0', cluster: 'genesis' })).toMatchObject({
      failed: undefined,
      runs: both('0.1.0'),
    });
  });

  it('a pull request that edits a published version fails', () => {
    merge([{ path: 'versions/0.1.0/install/local/rbac.yaml', content: 'kind: ClusterRole\n' }]);
    const { failed, said } = run('manual', 'check');
    expect({ failed, said }).toMatchObject({ failed: 'Check', said: expect.stringContaining('rbac.yaml') });
  });

  it('a pull request that selects a version which is not there fails', () => {
    merge([madeCluster('prod', { after: 'genesis', version: '9.9.9' })]);
    expect(run('manual', 'check')).toMatchObject({ failed: 'Check', said: expect.stringContaining('9.9.9') });
  });
});

describe('with CI and CD', () => {
  it('a version reaches the first cluster by itself, and the next one once smoke claims have passed', () => {
    merge(second!);
    const once = run('continuous', 'promote');
    expect(once).toMatchObject({ failed: undefined, runs: { genesis: '0.2.0', prod: '0.1.0' } });
    expect(once.said).toContain('refused: smoke');
    merge([smoke()]);
    expect(run('continuous', 'promote')).toMatchObject({ failed: undefined, runs: both('0.2.0') });
    const evidence = git(join(folder, 'origin.git'), 'show', 'main:gitops/evidence/prod/0.2.0.yaml');
    expect(parse(evidence)).toMatchObject({ cluster: 'prod', from: '0.1.0', what: 'promotion' });
  });

  it('an open alert keeps it where it is, and so does an alert source that does not answer', () => {
    merge([...second!, { path: 'alerts.json', content: '[{"labels":{"alertname":"Down"}}]' }]);
    expect(run('continuous', 'promote')).toMatchObject({ failed: undefined, runs: both('0.1.0') });
    const promotion = 'key: keys/release.pub\nminimumAge: 0m\nalerts: {source: "http://127.0.0.1:9"}\n';
    merge([{ path: 'promotion.yaml', content: promotion }]);
    const { said, runs: now } = run('continuous', 'promote');
    expect(said).toContain('http://127.0.0.1:9');
    expect(now).toEqual(both('0.1.0'));
  });
});
