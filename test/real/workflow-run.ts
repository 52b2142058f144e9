/** Runs the jobs of a GitHub workflow as a runner would: every `run` with bash, and actions as the caller plays them. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[];
        readonly env?: Readonly<Record<string, string>>;
      }
    >
  >;
}

export function workflowIn(file: string): Workflow {
  return parse(readFileSync(file, 'utf8')) as Workflow;
}

export interface Run {
  /** What an expression is in this run, such as `matrix.target`; any other is an error. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Plays an action in the workspace. */
  readonly use: (action: string, inputs: NonNullable<Step['with']>, workspace: string) => void | Promise<void>;
  /** Programs that stand before those of the machine, by name: each a script. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What the runner sets, such as `GITHUB_RUN_NUMBER`. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RanStep {
  readonly title: string;
  readonly code: number;
  /** What the log shows, and the runner reads for commands. */
  readonly log: string;
}

export interface RanJob {
  readonly workspace: string;
  readonly steps: readonly RanStep[];
  readonly summary: string;
}

/** Runs the steps in a new workspace; after one that fails, only those that ask for it. */
export async function runJob(workflow: Workflow, name: string, run: Run): Promise<RanJob> {
  const job = workflow.jobs[name]!;
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-runner-')));
  const [workspace, bin, summary] = [join(base, 'work'), join(base, 'bin'), join(base, 'summary.md')];
  for (const folder of [workspace, bin]) mkdirSync(folder);
  for (const [program, text] of Object.entries(run.programs ?? {})) {
    writeFileSync(join(bin, program), text, { mode: 0o755 });
  }
  const given = {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(npm_|INIT_CWD$|GH_|GITHUB_)/i.test(key))),
    PATH: [bin, process.env['PATH']].join(delimiter),
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    ...run.env,
    ...filled(workflow.env ?? {}, run),
    ...filled(job.env ?? {}, run),
  };
  const steps: RanStep[] = [];
  let failed = false;
  for (const step of job.steps) {
    if (failed && !step.if?.includes('!cancelled()')) continue;
    if (step.if?.includes("hashFiles('comment.md')") && !existsSync(join(workspace, 'comment.md'))) continue;
    if (step.uses !== undefined) {
      await run.use(step.uses.split('@')[0]!, filled(step.with ?? {}, run), workspace);
      continue;
    }
    if (step.run?.includes('${{')) throw new Error(`the script of ${step.name} is put together from an expression`);
    const script = join(base, 'script.sh');
    writeFileSync(script, step.run!);
    const env = { ...given, ...filled(step.env ?? {}, run) };
    // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (jobs.<job_id>.steps[*].shell, unspecified)
    const { code, log } = await bash(['-e', script], join(workspace, step['working-directory'] ?? ''), env);
    steps.push({ title: step.name ?? step.run!, code, log });
    failed ||= code !== 0;
  }
  return { workspace, steps, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
}

function bash(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; log: string }> {
  return new Promise((done) =>
    execFile('bash', args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), log: stdout + stderr }),
    ),
  );
}

function filled<T>(values: Readonly<Record<string, T>>, { expressions }: Run): Record<string, T | string> {
  const fill = (text: string) =>
    text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
      const value = expressions[expression];
      if (value === undefined) throw new Error(`this run does not know the expression ${expression}`);
      return value;
    });
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? fill(value) : value]),
  );
}
