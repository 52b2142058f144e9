import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { profiles, promotionWorkflow } from './promotion-workflow.ts';
import { workflowFiles } from './workflows.ts';

interface Job {
  readonly if?: string;
  readonly permissions?: object;
  readonly steps: readonly { readonly name?: string; readonly run?: string; readonly uses?: string }[];
}

const promotions = profiles.map((profile) => ({ ...promotionWorkflow(profile), profile }));
const workflows = [...workflowFiles('acme'), ...promotions].map(({ path, content }) => {
  const { jobs, ...workflow } = parse(String(content)) as {
    on: object;
    permissions: object;
    jobs: Record<string, Job>;
  };
  return { path, text: String(content), ...workflow, jobs, steps: Object.values(jobs).flatMap(({ steps }) => steps) };
});
const [ofPlatform, ofApplication, ...ofFleets] = workflows;

describe.each(workflows)('the workflow $path', ({ text, on, steps }) => {
  it('pins every action by its commit', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  it('puts no script together from an expression, and leaves no credentials in a checkout', () => {
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
    const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(step).toMatchObject({ with: { 'persist-credentials': false } });
  });

  it('gives a stranger’s pull request no rights', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(Object.keys(on)).not.toContain('workflow_run');
  });
});

it('the workflow of an application gives its token to the steps that comment and commit, and to no other', () => {
  expect(ofApplication?.permissions).toEqual({});
  const jobs = Object.entries(ofApplication?.jobs ?? {});
  expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
    claims: { contents: 'read', 'pull-requests': 'write' },
    environments: { contents: 'read' },
    commit: { contents: 'write' },
  });
  const withToken = ofApplication?.steps.filter((step) => JSON.stringify(step).includes('github.token'));
  expect(withToken?.map(({ name }) => name)).toEqual(['Comment', 'Commit']);
});

it('the job of an application that may write runs for a push alone', () => {
  const conditions = Object.entries(ofApplication?.jobs ?? {}).map(([name, job]) => [name, job.if]);
  const [change, push] = ['pull_request', 'push'].map((event) => `github.event_name == '${event}'`);
  expect(Object.fromEntries(conditions)).toEqual({ claims: change, environments: change, commit: push });
});

it('the workflow of a platform gives its key to the step that signs, and to no other', () => {
  const withSecrets = ofPlatform?.steps.filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(withSecrets?.map(({ name }) => name)).toEqual(['Sign']);
  expect(ofPlatform?.jobs['test']?.steps.map(({ name }) => name)).not.toContain('Sign');
});

it('the workflow of a platform only reads', () => {
  expect(ofPlatform?.permissions).toEqual({ contents: 'read' });
});

describe.each(ofFleets.map((workflow, index) => ({ ...workflow, profile: profiles[index] })))(
  'the workflow of the profile $profile',
  ({ permissions, jobs, steps, text }) => {
    it('writes the repository in one job alone, and gives its token to the step that commits', () => {
      expect(permissions).toEqual({ contents: 'read' });
      const writing = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
      expect(writing.map(([name, job]) => ({ name, rights: job.permissions }))).toEqual([
        { name: 'promote', rights: { contents: 'write' } },
      ]);
      const withToken = steps.filter((step) => JSON.stringify(step).includes('github.token'));
      expect(withToken.map(({ name }) => name)).toEqual(['Commit']);
    });

    it('promotes by the command alone', () => {
      expect(text).toContain('npx planesmith promote "$');
      expect(text).not.toMatch(/sed -i|--force|--now/);
    });
  },
);
