/** The scripts of the promotion workflows, run in a repository with a fleet: what they promote, when, and what they commit. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Profile, promotionWorkflow } from './promotion-workflow.ts';

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly env: Record<string, string>; readonly steps: readonly { name?: string; if?: string; run?: string }[] }
    >
  >;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-promotion-'));
  // Writes down what it is asked for. REFUSE is a cluster whose version has not proven itself, and BREAK one that nobody can decide about.
  script(
    'npx',
    `echo "$*" >>"${join(folder, 'calls')}"
case "$*" in *"$REFUSE"*) exit 1 ;; *"$BREAK"*) exit 2 ;; *--dry-run*) exit 0 ;; esac
case "$*" in *' promote '*) echo '# moved' >>"gitops/clusters/$5.yaml" ;; *smoke*) mkdir -p gitops/evidence && echo tried >gitops/evidence/smoke ;; esac
`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): void {
  write(`bin/${name}`, `#!/bin/sh\n${text}`);
  chmodSync(join(folder, 'bin', name), 0o755);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Runs a step as GitHub does. */
function step(profile: Profile, name: string, env: Readonly<Record<string, string>> = {}, job = 'promote') {
  const { jobs } = parse(String(promotionWorkflow(profile).content)) as Workflow;
  const { env: own = {}, steps = [] } = jobs[job] ?? {};
  const run = steps.find((each) => each.name === name)?.run;
  if (run === undefined) throw new Error(`${profile} has no step ${name}`);
  const PATH = `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`;
  const usual = { REFUSE: 'nothing', BREAK: 'nothing' };
  const { status, stderr } = spawnSync('bash', ['-e', '-c', run], {
    cwd: folder,
    env: { PATH, HOME: folder, RUNNER_TEMP: folder, ...usual, ...own, ...env },
    encoding: 'utf8',
  });
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];
  return { status, stderr, calls };
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
/** Makes the folder a repository with the fleet as it is. */
function begin(): void {
  git('init', '--quiet', '--initial-branch', 'main');
  git('init', '--quiet', '--bare', 'origin.git');
  git('add', 'gitops');
  git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'Begin');
}
/** The commits since then, each with its files. */
const commits = () =>
  git('log', '--reverse', '--format=%x00%s', '--name-only', 'HEAD')
    .split('\0')
    .slice(2)
    .map((text) => text.trim().replaceAll('\n\n', '\n'));
/** What the runner sets for a step that pushes. */
const pushing = () => ({
  GH_TOKEN: 'secret',
  GITHUB_SERVER_URL: 'https://git.example.org',
  GITHUB_REPOSITORY: 'acme/operations',
  GITHUB_REF_NAME: 'main',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: `url.${join(folder, 'origin.git')}.insteadOf`,
  GIT_CONFIG_VALUE_0: 'https://x-access-token:secret@git.example.org/acme/operations',
});

const promoted = (version: string, cluster: string) =>
  `planesmith promote ${version} --cluster ${cluster} --fleet gitops`;

describe('the profile continuous', () => {
  beforeEach(() => {
    for (const version of ['0.9.0', '0.10.0', '0.2.0']) write(`gitops/versions/${version}/release.yaml`, '');
    write('gitops/clusters/genesis.yaml', 'name: genesis\nversion: 0.9.0 # moved\n');
    write('gitops/clusters/prod.yaml', 'name: prod\nafter: genesis # first\nversion: "0.2.0"\n');
    begin();
  });

  it('gives the first cluster the newest version, and others that of the cluster before', () => {
    expect(step('continuous', 'Promote')).toMatchObject({
      status: 0,
      calls: [promoted('0.10.0', 'genesis'), promoted('0.9.0', 'prod')],
    });
  });

  it('goes on if a version has not proven itself', () => {
    expect(step('continuous', 'Promote', { REFUSE: 'genesis' })).toMatchObject({ status: 0, calls: { length: 2 } });
    expect(commits()).toEqual(['Promote prod to 0.9.0\ngitops/clusters/prod.yaml']);
  });

  it('commits the move of each cluster by itself, and pushes them', () => {
    write('gitops/evidence/genesis/smoke.yaml', 'passed: true\n');
    expect(step('continuous', 'Promote')).toMatchObject({ status: 0 });
    expect(commits()).toEqual([
      'Smoke claims in genesis\ngitops/evidence/genesis/smoke.yaml',
      'Promote genesis to 0.10.0\ngitops/clusters/genesis.yaml',
      'Promote prod to 0.9.0\ngitops/clusters/prod.yaml',
    ]);
    expect(step('continuous', 'Commit', pushing())).toMatchObject({ status: 0 });
    expect(git('-C', 'origin.git', 'rev-parse', 'main')).toBe(git('rev-parse', 'HEAD'));
  });

  it('goes on after a cluster that nobody can decide about, keeps what was moved, and is red with its name', () => {
    write('gitops/clusters/edge.yaml', 'name: edge\nafter: genesis\nversion: 0.2.0\n');
    git('add', 'gitops');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'Edge');
    const { status, stderr, calls } = step('continuous', 'Promote', { BREAK: '--cluster genesis' });
    expect({ status, stderr, calls: calls.length }).toEqual({
      status: 1,
      stderr: 'nobody could decide about: genesis\n',
      calls: 3,
    });
    expect(commits().slice(1)).toEqual([
      'Promote edge to 0.9.0\ngitops/clusters/edge.yaml',
      'Promote prod to 0.9.0\ngitops/clusters/prod.yaml',
    ]);
    expect(git('status', '--porcelain', 'gitops')).toBe('');
    const { jobs } = parse(String(promotionWorkflow('continuous').content)) as Workflow;
    const last = jobs['promote']?.steps.slice(-2).map(({ name, if: condition }) => ({ name, condition }));
    const condition = "${{ !cancelled() && steps.smoke.outcome != 'skipped' }}";
    expect(last).toEqual(['Promote', 'Commit'].map((name) => ({ name, condition })));
    expect(jobs['promote']?.steps.at(-3)).toMatchObject({ name: 'Smoke', id: 'smoke' });
  });

  it('never takes a version back, nor gives one again that somebody took back', () => {
    write('gitops/clusters/prod.yaml', 'name: prod\nafter: genesis\nversion: 0.10.0\n');
    write('gitops/evidence/genesis/0.10.0.yaml', '');
    expect(step('continuous', 'Promote')).toMatchObject({ status: 0, calls: [] });
  });

  it('takes a release for newer than its own pre-releases', () => {
    write('gitops/versions/0.10.0-canary.1/release.yaml', '');
    write('gitops/clusters/prod.yaml', 'name: prod\nafter: genesis\nversion: 0.9.0-canary.1\n');
    const calls = [promoted('0.10.0', 'genesis'), promoted('0.9.0', 'prod')];
    expect(step('continuous', 'Promote').calls).toEqual(calls);
    rmSync(join(folder, 'calls'));
    write('gitops/clusters/genesis.yaml', 'name: genesis\nversion: 0.9.0-canary.1\n');
    write('gitops/clusters/prod.yaml', 'name: prod\nafter: genesis\nversion: 0.9.0\n');
    expect(step('continuous', 'Promote').calls).toEqual(calls.slice(0, 1));
  });

  it('leaves no kubeconfig behind if the cluster cannot be tried', () => {
    expect(step('continuous', 'Smoke', { GENESIS_KUBECONFIG: 'a: b', BREAK: 'smoke' }).status).not.toBe(0);
    expect(existsSync(join(folder, 'kubeconfig'))).toBe(false);
  });

  it('tries smoke claims until they passed with the version of the first cluster', () => {
    const secret = { GENESIS_KUBECONFIG: 'a: b' };
    expect(step('continuous', 'Smoke').calls).toEqual([]);
    const smoke = `planesmith smoke --kubeconfig ${folder}/kubeconfig --cluster genesis --fleet gitops`;
    expect(step('continuous', 'Smoke', secret).calls).toEqual([smoke]);
    expect(existsSync(join(folder, 'kubeconfig'))).toBe(false);
    for (const result of ['version: 0.2.0\npassed: true\n', 'version: 0.9.0\npassed: false\n']) {
      rmSync(join(folder, 'calls'));
      write('gitops/evidence/genesis/smoke.yaml', result);
      expect(step('continuous', 'Smoke', secret).calls).toEqual([smoke]);
    }
    rmSync(join(folder, 'calls'));
    write('gitops/evidence/genesis/smoke.yaml', 'version: "0.9.0"\npassed: true\n');
    expect(step('continuous', 'Smoke', secret).calls).toEqual([]);
  });
});

describe('the profile windows', () => {
  it.each([
    { day: '2', hour: '08', status: 0, reason: 'its first hour' },
    { day: '4', hour: '11', status: 0, reason: 'its last hour' },
    { day: '2', hour: '07', status: 1, reason: 'an hour too early' },
    { day: '2', hour: '12', status: 1, reason: 'the hour of its end' },
    { day: '3', hour: '09', status: 1, reason: 'another day' },
  ])('exits with $status in $reason', ({ day, hour, status }) => {
    script('date', `case "$*" in *%u*) echo ${day} ;; *) echo ${hour} ;; esac\n`);
    expect(step('windows', 'Window').status).toBe(status);
  });
});

it('the profile manual checks every cluster of a pull request, and decides nothing', () => {
  write('gitops/clusters/dev.yaml', 'name: dev\nversion: 0.1.0\n');
  write('gitops/clusters/prod.yaml', 'name: prod\nversion: 0.2.0\n');
  expect(step('manual', 'Check', { REFUSE: 'prod' }, 'check')).toMatchObject({
    status: 0,
    calls: [`${promoted('0.1.0', 'dev')} --dry-run`, `${promoted('0.2.0', 'prod')} --dry-run`],
  });
  expect(step('manual', 'Check', { BREAK: 'dev' }, 'check').status).not.toBe(0);
});

describe('the step that commits', () => {
  beforeEach(() => {
    write('gitops/clusters/dev.yaml', 'version: 0.1.0\n');
    begin();
  });

  it.each(['windows', 'manual'] as const)(
    'of the profile %s pushes the fleet alone, and names the cluster',
    (profile) => {
      write('gitops/clusters/dev.yaml', 'version: 0.2.0\n');
      write('gitops/evidence/dev/0.2.0.yaml', '');
      expect(step(profile, 'Commit', { ...pushing(), CLUSTER: 'dev', VERSION: '0.2.0' })).toMatchObject({ status: 0 });
      expect(git('-C', 'origin.git', 'log', '--format=%s', '--name-only', '-1', 'main').trim().split('\n')).toEqual([
        'Promote dev to 0.2.0',
        '',
        'gitops/clusters/dev.yaml',
        'gitops/evidence/dev/0.2.0.yaml',
      ]);
    },
  );

  it('does nothing if nothing was promoted', () => {
    expect(step('windows', 'Commit', pushing())).toMatchObject({ status: 0 });
    expect(git('-C', 'origin.git', 'branch', '--list')).toBe('');
  });
});
