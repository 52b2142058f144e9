/** The workflows that `planesmith init` writes do what they say, step by step, in a repository with a pull request. */
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../repository/copy.ts';
import { type Located, locateTool } from './tools/tools.ts';
import { type RanJob, type Run, runJob, workflowIn, type Workflow } from './workflow-run.ts';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-workflows-')));
const platform = join(parent, 'acme');
const files = {
  platform: join(platform, '.github/workflows/platform.yaml'),
  claims: join(platform, 'examples/app-repository/.github/workflows/claims.yaml'),
};
let workflows: Readonly<Record<keyof typeof files, Workflow>>;
const workspaces: string[] = [];
/** What the runners of GitHub have, and this machine may lack. */
const missing = ['git', 'jq']
  .filter((program) => programOf(program) === '')
  .map((program) => `there is no ${program}`)[0];

beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

beforeAll(() => {
  const names = ['--group', 'platform.acme.example', '--registry', 'registry.acme.example/platform'];
  execFileSync(join(root, 'node_modules/.bin/planesmith'), ['init', 'acme', ...names], { cwd: parent, stdio: 'pipe' });
  symlinkSync(join(root, 'node_modules'), join(platform, 'node_modules'));
  const [local, prod] = ['local', 'prod'].map((name) => join(platform, `examples/environments/${name}.yaml`));
  cpSync(local!, prod!);
  execFileSync(join(root, 'node_modules/.bin/planesmith'), ['build'], { cwd: platform, stdio: 'pipe' });
  rmSync(prod!);
  rmSync(join(platform, 'node_modules'));
  workflows = { platform: workflowIn(files.platform), claims: workflowIn(files.claims) };
});
afterAll(() => {
  for (const folder of [parent, ...workspaces]) rmSync(folder, { recursive: true });
});

/** npm without a registry: `ci` takes the packages of this repository, and the kit comes from the platform's dist. */
const npm = `#!/usr/bin/env bash
if [ "$1" = ci ]; then ln -s '${join(root, 'node_modules')}' node_modules
else exec '${programOf('npm')}' "\${@/#@acme\\/platform@CHANGE-ME/${join(platform, 'dist/kit/acme-0.1.0.tgz')}}"; fi
`;

/** npm that installs the kit by a link, which is quicker. */
const linkedKit = () => {
  const kit = join(parent, 'kit');
  if (!existsSync(kit)) {
    mkdirSync(kit);
    const tarball = join(platform, 'dist/kit/acme-0.1.0.tgz');
    execFileSync('tar', ['xzf', tarball, '--strip-components', '1', '-C', kit]);
  }
  return `#!/usr/bin/env bash
case "$*" in *'--prefix kit '*@acme/platform@CHANGE-ME) ;; *) echo "npm $*" >&2; exit 1 ;; esac
mkdir -p kit/node_modules/.bin
ln -s '${join(kit, 'bin/kit.cjs')}' kit/node_modules/.bin/platform
`;
};

/** GitHub's program, as far as the workflow uses it, with the comments of one pull request in a file. */
const gh = (comments: string) => `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const comments = JSON.parse(readFileSync('${comments}', 'utf8'));
if (process.env.GH_TOKEN !== 'token of the run') throw new Error('no token');
if (args.includes('--jq')) {
  if (!args.includes('repos/acme/shop/issues/7/comments')) throw new Error(args.join(' '));
  process.stdout.write(execFileSync('jq', ['-r', after('--jq')], { input: JSON.stringify(comments) }));
} else {
  const body = readFileSync(after('--field').replace(/^body=@/, ''), 'utf8');
  const path = args[args.indexOf('--method') + 2];
  if (after('--method') === 'POST' && path === 'repos/acme/shop/issues/7/comments') {
    comments.push({ id: 100 + comments.length, user: { login: 'github-actions[bot]' }, body });
  } else if (after('--method') === 'PATCH') {
    comments.find(({ id }) => path === 'repos/acme/shop/issues/comments/' + id).body = body;
  } else throw new Error(args.join(' '));
  writeFileSync('${comments}', JSON.stringify(comments));
}
`;

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

const note = (text: string, name = 'motto') =>
  `apiVersion: platform.acme.example/v1alpha1\nkind: Note\nmetadata:\n  name: ${name}\n  namespace: team-a\nspec:\n  text: ${JSON.stringify(text)}\n`;

type Files = Readonly<Record<string, string>>;

/** A repository with a branch \`merge\`: what GitHub would merge of a pull request that changes \`before\` to \`after\`. */
function repository(before: Files, after: Files): string {
  const folder = mkdtempSync(join(parent, 'shop-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@acme.example', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  const commit = (content: Files) => {
    git('rm', '-rq', '--ignore-unmatch', '.');
    for (const [path, text] of Object.entries({ 'values.local.yaml': '', ...content })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'a change');
  };
  git('init', '--quiet', '--initial-branch', 'main');
  commit(before);
  git('checkout', '--quiet', '-b', 'change');
  commit(after);
  git('checkout', '--quiet', '-b', 'merge', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'change');
  return folder;
}

interface Situation {
  readonly target?: string;
  readonly environment?: string;
  readonly comments?: readonly Comment[];
  /** The program that installs the kit. */
  readonly installer?: string;
}

/** Plays the actions of a job, with a checkout of a branch of this repository; what comes after it can be told. */
function checkout(repository: string, branch: string, then: () => void = () => undefined): Run['use'] {
  return (action, inputs, workspace) => {
    if (action === 'actions/setup-node') return then();
    expect({ action, 'persist-credentials': inputs['persist-credentials'] }).toEqual({
      action: 'actions/checkout',
      'persist-credentials': false,
    });
    const to = join(workspace, String(inputs['path']));
    const args = ['clone', '--quiet', '--branch', branch, '--depth', String(inputs['fetch-depth'] ?? 1)];
    execFileSync('git', [...args, `file://${repository}`, to], { stdio: 'pipe' });
  };
}

/** Runs the claims workflow for the pull request; returns also the comments that there are then. */
async function pullRequest(
  shop: string,
  { environment = 'local', target = 'local', comments = [], installer = linkedKit() }: Situation = {},
) {
  const state = join(mkdtempSync(join(parent, 'comments-')), 'comments.json');
  writeFileSync(state, JSON.stringify(comments));
  const ran = await runJob(workflows.claims, 'claims', {
    expressions: {
      'matrix.environment': environment,
      'matrix.target': target,
      'github.token': 'token of the run',
      'github.event.pull_request.number': '7',
    },
    env: { GITHUB_REPOSITORY: 'acme/shop' },
    programs: { npm: installer, gh: gh(state) },
    use: checkout(shop, 'merge'),
  });
  workspaces.push(dirname(ran.workspace));
  return { ...ran, comments: JSON.parse(readFileSync(state, 'utf8')) as Comment[] };
}

const outcome = ({ steps }: RanJob) => Object.fromEntries(steps.map(({ title, code }) => [title, code]));
const logOf = ({ steps }: RanJob) => steps.map(({ log }) => log).join('\n');
const passed = { 'Install the kit': 0, Validate: 0, Render: 0, Comment: 0 };

describe('the workflow of an application', () => {
  it('comments what a change makes of the claims, and shows the same in its summary', async () => {
    const ran = await pullRequest(
      repository({ 'claims/motto.yaml': note('old') }, { 'claims/motto.yaml': note('new') }),
      { installer: npm },
    );
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    const [{ body = '' } = {}, ...others] = ran.comments;
    expect(others).toEqual([]);
    expect(body).toMatch(
      /^<!-- planesmith: local -->\n### What the claims become in local\n\n\n~~~diff\n--- before\n\+\+\+ after\n@@ .* @@\n[^]*\n-  text: old\n\+  text: new\n[^]*~~~\n$/,
    );
    expect(ran.summary).toBe(body);
  });

  it('changes its own comment later, and nobody else’s', async () => {
    const bot = { login: 'github-actions[bot]' };
    const before = [
      { id: 1, user: { login: 'a-stranger' }, body: '<!-- planesmith: local -->' },
      { id: 2, user: bot, body: 'of another workflow' },
      { id: 3, user: bot, body: '<!-- planesmith: locality -->\nof another environment' },
      { id: 4, user: bot, body: '<!-- planesmith: local -->\nof an earlier run' },
    ];
    const shop = repository({ 'claims/motto.yaml': note('old') }, { 'claims/motto.yaml': `# why\n${note('old')}` });
    const ran = await pullRequest(shop, { comments: before });
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    expect(ran.comments).toEqual([
      ...before.slice(0, 3),
      { ...before[3], body: '<!-- planesmith: local -->\n### What the claims become in local\n\nNothing changes.\n' },
    ]);
  });

  it('stops at an invalid claim, which it annotates at its place in the repository', async () => {
    const shop = repository({ 'claims/motto.yaml': note('old') }, { 'claims/motto.yaml': note('') });
    const ran = await pullRequest(shop);
    expect(outcome(ran)).toEqual({ 'Install the kit': 0, Validate: 1 });
    expect(logOf(ran)).toMatch(/^::error file=claims\/motto\.yaml,line=7,col=3::Note motto: invalid: spec\.text: /m);
    expect(ran.comments).toEqual([]);
  });

  it('takes claims for new if there were none, or none that could be rendered', async () => {
    for (const before of [{}, { 'claims/motto.yaml': note('') }]) {
      const ran = await pullRequest(repository(before, { 'claims/motto.yaml': note('new') }));
      expect(outcome(ran), logOf(ran)).toEqual(passed);
      expect(ran.comments[0]?.body).toMatch(
        /\nSome claims could not be rendered before this change[^]*\n\+kind: Note\n/,
      );
      expect(logOf(ran)).not.toContain('::error');
    }
  });

  it('shows what is rendered no more', async () => {
    const both = { 'claims/motto.yaml': note('old'), 'claims/more.yaml': note('more', 'more') };
    const ran = await pullRequest(repository(both, { 'claims/motto.yaml': note('old') }));
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    expect(ran.comments[0]?.body).toMatch(/\n-kind: ConfigMap\n/);
  });

  it('merges the values of an environment', async () => {
    const claims = { 'claims/motto.yaml': note('old') };
    const shop = repository(
      { ...claims, 'values.local.yaml': 'Note/motto: { text: here }\n' },
      { ...claims, 'values.local.yaml': 'Note/motto: { text: there }\n' },
    );
    const ran = await pullRequest(shop);
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    expect(ran.comments[0]?.body).toContain('\n-  text: here\n+  text: there\n');
  });

  it('stops at an environment that nobody knows', async () => {
    const shop = repository({ 'claims/motto.yaml': note('old') }, { 'claims/motto.yaml': note('new') });
    const ran = await pullRequest(shop, { environment: 'moon' });
    expect(outcome(ran)).toEqual({ 'Install the kit': 0, Validate: 2 });
    expect(logOf(ran)).toMatch(/^::error .*there is no environment moon/m);
  });

  it('fails, and still comments, if claims cannot be rendered with the change', async () => {
    const shop = repository({ 'claims/motto.yaml': note('old') }, { 'claims/motto.yaml': note('new') });
    const ran = await pullRequest(shop, { target: 'moon' });
    expect(outcome(ran)).toEqual({ ...passed, Render: 2 });
    expect(logOf(ran)).toMatch(/^::error .*moon/m);
    expect(ran.comments[0]?.body).toContain('Some claims cannot be rendered with this change');
  });

  it('is commanded by no text in a claim, and lets none out of the block of its comment', async () => {
    const hostile = 'first\n::stop-commands::x\n  ::error::not a mistake\n##[group]a\n~~~\n~~~~\n@everybody';
    const shop = repository(
      { 'claims/motto.yaml': note(`${hostile} before`) },
      {
        'claims/motto.yaml': note(`${hostile} after`),
        "claims/$(touch hacked) '; touch hacked.yaml": note(hostile, 'odd'),
      },
    );
    const ran = await pullRequest(shop);
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    expect(logOf(ran)).not.toMatch(/^\s*::|##\[/m);
    const body = ran.comments[0]?.body ?? '';
    expect(body).toMatch(/\n~~~~~diff\n[^]*\n~~~~~\n$/);
  });

  it('cuts what is too long for a comment at the end of a line', async () => {
    const many = Array.from({ length: 120 }, (_, index) => note(`ü${'x'.repeat(1000)}`, `note-${index}`));
    const ran = await pullRequest(repository({}, { 'claims/many.yaml': many.join('---\n') }));
    expect(outcome(ran), logOf(ran)).toEqual(passed);
    const body = ran.comments[0]?.body ?? '';
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/\n~~~\nThe rest is too long for a comment\.\n$/);
  });
});

describe('the workflow of an application, for a pull request', () => {
  async function compared(before: Files, after: Files) {
    const ran = await runJob(workflows.claims, 'environments', {
      expressions: {},
      programs: { npm: linkedKit() },
      use: checkout(repository(before, after), 'merge'),
    });
    workspaces.push(dirname(ran.workspace));
    return ran;
  }
  const before = { 'claims/motto.yaml': note('old'), 'values.prod.yaml': '' };
  const change = { ...before, 'values.prod.yaml': 'Note/motto: { text: new }\n' };
  /** The files of the environments, as the job for the main branch would write them. */
  const written = (text: string, values: string) =>
    `# Written by \`planesmith overlay\` from claims and ${values}: change those, since this file is written again.\n---\n${note('x').replace('"x"', text)}`;
  const environments = (prod: string): Files => ({
    'environments/local/claims.yaml': written('old', 'values.local.yaml'),
    'environments/prod/claims.yaml': written(prod, 'values.prod.yaml'),
  });

  it('shows what the controllers of each environment would get', async () => {
    const ran = await compared({ ...before, ...environments('old') }, { ...change, ...environments('old') });
    expect(outcome(ran), logOf(ran)).toEqual({ 'Install the kit': 0, Compare: 0 });
    expect(ran.summary).toMatch(
      /^### What controllers get\n\n~~~diff\ndiff --git a\/environments\/prod\/claims\.yaml /,
    );
    expect(ran.summary.match(/^[+-](?![+-]).*/gm)).toEqual(['-  text: old', '+  text: new']);
    const none = await compared(
      { ...before, ...environments('old') },
      { ...before, ...environments('old'), 'README.md': '' },
    );
    expect(none.summary).toBe('### What controllers get\n\nNothing changes.\n');
  });

  it('takes files that the change has written itself, and refuses others', async () => {
    const right = await compared({ ...before, ...environments('old') }, { ...change, ...environments('new') });
    expect(outcome(right), logOf(right)).toEqual({ 'Install the kit': 0, Compare: 0 });
    expect(right.summary).toContain('\n-  text: old\n+  text: new\n');
    const wrong = await compared({ ...before, ...environments('old') }, { ...before, ...environments('by hand') });
    expect(outcome(wrong)).toEqual({ 'Install the kit': 0, Compare: 1 });
    expect(logOf(wrong)).toMatch(/^::error file=environments\/prod\/claims\.yaml,line=1,col=1::this is not what /m);
  });
});

describe('the workflow of an application, on the main branch', () => {
  let remote: string;
  let clone: string;
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@acme.example', ...args], {
      cwd,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  /** What a person changes and pushes; undefined removes a file. */
  const push = (content: Readonly<Record<string, string | undefined>>) => {
    git(clone, 'pull', '--quiet', '--rebase', 'origin', 'main');
    for (const [path, text] of Object.entries(content)) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      if (text === undefined) rmSync(join(clone, path));
      else writeFileSync(join(clone, path), text);
    }
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', 'a change');
    git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  };
  /** Runs the job that a push starts; others may do something while it runs. */
  const run = async (meanwhile?: () => void) => {
    const ran = await runJob(workflows.claims, 'commit', {
      expressions: { 'github.ref': 'refs/heads/main', 'github.token': 'secret' },
      env: {
        GITHUB_SERVER_URL: 'https://git.acme.example',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_REF_NAME: 'main',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `url.file://${remote}.insteadOf`,
        GIT_CONFIG_VALUE_0: 'https://x-access-token:secret@git.acme.example/acme/shop',
      },
      programs: { npm: linkedKit() },
      use: checkout(remote, 'main', meanwhile),
    });
    workspaces.push(dirname(ran.workspace));
    return ran;
  };
  const commits = () => git(remote, 'log', '--format=%an: %s', 'main').trim().split('\n');
  const read = (path: string) => git(remote, 'show', `main:${path}`);
  const bot = 'github-actions[bot]';

  beforeEach(() => {
    remote = mkdtempSync(join(parent, 'origin-'));
    git(remote, 'init', '--quiet', '--bare', '--initial-branch', 'main');
    clone = mkdtempSync(join(parent, 'clone-'));
    git(clone, 'init', '--quiet', '--initial-branch', 'main');
    git(clone, 'remote', 'add', 'origin', remote);
    git(clone, 'commit', '--quiet', '--allow-empty', '--message', 'begin');
    git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
    push({
      'claims/motto.yaml': note('old'),
      'claims/other.yaml': note('also', 'other'),
      'values.local.yaml': '',
      'values.prod.yaml': '',
      'environments/prod/kustomization.yaml': 'resources: [claims.yaml]\n',
    });
  });

  const done = { 'Install the kit': 0, Write: 0, Commit: 0 };

  it('commits what a change makes of an environment, once, and nothing if it changes none', async () => {
    const first = await run();
    expect(outcome(first), logOf(first)).toEqual(done);
    expect(commits()).toEqual([`${bot}: Write the claims of local prod`, 'a: a change', 'a: begin']);
    push({ 'values.prod.yaml': 'Note/motto: { text: new }\n' });
    const second = await run();
    expect(outcome(second), logOf(second)).toEqual(done);
    expect(commits().slice(0, 2)).toEqual([`${bot}: Write the claims of prod`, 'a: a change']);
    expect(git(remote, 'show', '--format=', '--name-status', 'main')).toBe('M\tenvironments/prod/claims.yaml\n');
    expect(read('environments/prod/claims.yaml')).toContain('\n  text: new\n');
    expect(read('environments/local/claims.yaml')).toContain('\n  text: old\n');
    const before = commits();
    expect(outcome(await run())).toEqual(done);
    push({ 'claims/motto.yaml': `# why\n${note('old')}` });
    expect(outcome(await run())).toEqual(done);
    expect(commits()).toEqual(['a: a change', ...before]);
  });

  it('takes out a claim that is gone, and puts right what somebody wrote by hand', async () => {
    await run();
    push({ 'claims/other.yaml': undefined, 'environments/local/claims.yaml': note('by hand') });
    const ran = await run();
    expect(outcome(ran), logOf(ran)).toEqual(done);
    for (const name of ['local', 'prod']) {
      const text = read(`environments/${name}/claims.yaml`);
      expect(text.match(/^ {2}(name|text): .*/gm)).toEqual(['  name: motto', '  text: old']);
    }
  });

  it.each([
    {
      reason: 'a value that the API refuses',
      values: { 'values.prod.yaml': "Note/motto: { text: '' }\n" },
      code: 1,
      says: /^values\.prod\.yaml:1:15: Note motto with values\.prod\.yaml: invalid: spec\.text: .*$/gm,
    },
    {
      reason: 'values of an environment that does not exist',
      values: { 'values.moon.yaml': '' },
      code: 2,
      says: /^error: values\.moon\.yaml: there is no environment moon$/gm,
    },
  ])('says $reason in one sentence, and commits nothing', async ({ values, code, says }) => {
    push(values);
    const before = commits();
    const ran = await run();
    expect(outcome(ran)).toEqual({ 'Install the kit': 0, Write: code });
    expect(logOf(ran).match(says), logOf(ran)).toHaveLength(1);
    expect(logOf(ran).match(/^::error/gm)).toHaveLength(1);
    expect(commits()).toEqual(before);
  });

  it('keeps what somebody pushes meanwhile, and begins from it the next time', async () => {
    const ran = await run(() => push({ 'README.md': 'A shop.\n', 'values.prod.yaml': 'Note/motto: { text: new }\n' }));
    expect(outcome(ran), logOf(ran)).toEqual(done);
    expect(commits().slice(0, 2)).toEqual([`${bot}: Write the claims of local prod`, 'a: a change']);
    expect(read('README.md')).toBe('A shop.\n');
    expect(read('environments/prod/claims.yaml')).toContain('\n  text: old\n');
    // The run of that push has waited for this one.
    await run();
    expect(read('environments/prod/claims.yaml')).toContain('\n  text: new\n');
  });

  it.each([
    {
      reason: 'somebody writes the same files by hand meanwhile',
      prevent: () => push({ 'environments/prod/claims.yaml': note('by hand') }),
      undo: () => undefined,
    },
    {
      reason: 'a rule for the branch refuses the commit',
      prevent: () =>
        writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho protected >&2\nexit 1\n', { mode: 0o755 }),
      undo: () => rmSync(join(remote, 'hooks/pre-receive')),
    },
  ])('fails if $reason, and succeeds once it is run again without that', async ({ prevent, undo }) => {
    const ran = await run(prevent);
    const before = commits();
    expect(outcome(ran)).toEqual({ ...done, Commit: 1 });
    expect(logOf(ran)).toMatch(
      /^the claims of local prod are not committed: run this again once the reason above is gone$/m,
    );
    expect(before.filter((commit) => commit.startsWith(bot))).toEqual([]);
    undo();
    expect(outcome(await run())).toEqual(done);
    expect(commits()).toEqual([`${bot}: Write the claims of local prod`, ...before]);
    expect(read('environments/prod/claims.yaml')).toContain('\n  text: old\n');
  });
});

describe('the workflow of a platform', () => {
  let uploaded: string | undefined;
  const run = (job: string, key = '') =>
    runJob(workflows.platform, job, {
      expressions: { 'github.run_number': '42', 'secrets.SIGNING_KEY': key, 'secrets.SIGNING_KEY_PASSWORD': '' },
      env: { GITHUB_RUN_NUMBER: '42' },
      programs: { npm },
      use: (action, inputs, workspace) => {
        if (action === 'actions/checkout') cpSync(platform, workspace, { recursive: true });
        if (action === 'actions/upload-artifact') uploaded = join(workspace, String(inputs['path']));
      },
    });

  it('tests a change', async () => {
    const ran = await run('test');
    workspaces.push(dirname(ran.workspace));
    expect(outcome(ran), logOf(ran)).toEqual({
      'npm ci': 0,
      'npm test': 0,
      'npm run check': 0,
      'npm start': 0,
    });
  });

  it('uploads a pre-release of a commit on main, with a version that no other commit has', async () => {
    const ran = await run('pre-release');
    workspaces.push(dirname(ran.workspace));
    expect(
      ran.steps.map(({ code }) => code),
      logOf(ran),
    ).toEqual([0, 0, 0, 0]);
    expect(existsSync(join(uploaded!, 'signatures'))).toBe(false);
    const release = readFileSync(join(uploaded!, 'release.yaml'), 'utf8');
    expect(release).toMatch(/^version: "?0\.1\.0-main\.42"?$/m);
    expect(release).toContain('acme-functions-0-1-0-main-42');
  });

  it('signs the pre-release if the repository has a key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ran = await run('pre-release', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    workspaces.push(dirname(ran.workspace));
    expect(outcome(ran), logOf(ran)).toMatchObject({ Sign: 0 });
    expect(readdirSync(join(uploaded!, 'signatures'))).toContain('acme-functions-0-1-0-main-42.json');
  });
});

describe('actionlint', () => {
  let actionlint: Located;
  beforeAll(async () => {
    actionlint = await locateTool('actionlint');
  }, 600_000);

  it.for(['windows', 'manual', 'continuous'])('has nothing to object to in the profile %s', (profile, { skip }) => {
    if ('missing' in actionlint) return skip(actionlint.missing);
    const names = ['--group', 'platform.acme.example', '--registry', 'registry.acme.example/platform'];
    const args = ['init', profile, ...names, '--profile', profile];
    execFileSync(join(root, 'node_modules/.bin/planesmith'), args, { cwd: parent, stdio: 'pipe' });
    const file = join(parent, profile, '.github/workflows/promotion.yaml');
    const { stdout } = spawnSync(actionlint.path, ['-no-color', '-shellcheck=', file], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it.for(Object.values(files))('has nothing to object to in %s', async (file, { skip }) => {
    if ('missing' in actionlint) return skip(actionlint.missing);
    // It would run shellcheck only where that is installed.
    const { stdout } = spawnSync(actionlint.path, ['-no-color', '-shellcheck=', file], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('objects to an expression that nobody defines', ({ skip }) => {
    if ('missing' in actionlint) return skip(actionlint.missing);
    const odd = join(parent, 'odd.yaml');
    writeFileSync(odd, readFileSync(files.claims, 'utf8').replace('matrix.target', 'matrix.taget'));
    const { stdout } = spawnSync(actionlint.path, ['-no-color', '-shellcheck=', odd], { encoding: 'utf8' });
    expect(stdout).toContain('"taget" is not defined');
  });
});

/** Where a program of this machine is; nowhere if it is not there. */
function programOf(name: string): string {
  return execFileSync('bash', ['-c', `command -v ${name} || true`], { encoding: 'utf8' }).trim();
}
