/** Asks the kit of a published version which claims a cluster of it would refuse. Its program has no rights, and nobody trusts its answers. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { withScratch } from '../files.ts';
import type { AskRelease, Refusal, ReleaseAnswer, ReleaseQuestion } from '../gitops/check/released.ts';
import { toYaml } from '../yaml/index.ts';
import { type OpenedKit, withKit } from './opened-kit.ts';
import { kitOf, refuseOther } from './planned-switch.ts';
import { oneLine } from './printable.ts';

/** Asks the kits of versions: those that are given, else those that releases name. Rejects with a `UserError` if one that is given cannot be used. */
export function askKits(given: Readonly<Record<string, string>> = {}): AskRelease {
  return async (version, questions) => {
    const isGiven = Object.hasOwn(given, version.version);
    try {
      const wanted = kitOf(version, given);
      return await withKit(wanted.source, (kit) => {
        refuseOther(kit, wanted);
        return answersOf(kit, questions);
      });
    } catch (error) {
      if (isGiven || !(error instanceof UserError)) throw error;
      return questions.map(() => ({ silent: error.message }));
    }
  };
}

async function answersOf(kit: OpenedKit, questions: readonly ReleaseQuestion[]): Promise<readonly ReleaseAnswer[]> {
  const answers: ReleaseAnswer[] = [];
  for (const question of questions) answers.push(await answerOf(kit, question));
  return answers;
}

function answerOf(kit: OpenedKit, { flavour, environment, claims }: ReleaseQuestion): Promise<ReleaseAnswer> {
  return withScratch(join(tmpdir(), 'planesmith-facts-'), async (scratch) => {
    const facts = join(scratch, 'environment.yaml');
    const args = ['validate', '-', '--output=json', `--flavour=${flavour}`];
    if (environment !== undefined) {
      await writeFile(facts, toYaml(environment));
      args.push(`--environment=${facts}`);
    }
    const { stdout, stderr } = await ran(kit, args, claims.map((claim) => `---\n${JSON.stringify(claim)}\n`).join(''));
    const refusals = refusalsIn(stdout, claims.length);
    if (refusals !== undefined) return { refusals };
    const lines = stderr.split('\n').filter((text) => text.trim() !== '');
    // On GitHub's runner an annotation may come first.
    const line = lines.find((text) => text.startsWith('error: ')) ?? lines[0] ?? 'its kit gives no verdicts';
    const reason = line.replace(/^error: /, '').replaceAll(facts, 'the EnvironmentConfig of its facts');
    return { silent: oneLine(reason) };
  });
}

/** The most characters of an answer, and the most seconds until it is there. */
const [mostCharacters, patience] = [1 << 26, 120];

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

function ran(kit: OpenedKit, args: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = kit.start(args, () => undefined, 'pipe');
    const heard = { stdout: '', stderr: '' };
    const stop = (why: string) => {
      heard.stdout = '';
      heard.stderr = `its kit ${why}`;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`gives no verdicts within ${patience} seconds`), patience * 1000);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.setEncoding('utf8').on('data', (text: string) => {
        if (heard[stream].length + text.length > mostCharacters) stop('answers without an end');
        else heard[stream] += text;
      });
    }
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(heard);
    });
    // A program that ends before it has read everything says why by itself.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** What the verdicts refuse; undefined unless there is one on each claim. */
function refusalsIn(text: string, claims: number): readonly Refusal[] | undefined {
  const verdicts = parsed(text);
  if (!Array.isArray(verdicts) || verdicts.length !== claims || !verdicts.every(isVerdict)) return undefined;
  const judged = new Set(verdicts.map(({ document }) => document));
  if (Array.from({ length: claims }, (_, index) => index + 1).some((document) => !judged.has(document)))
    return undefined;
  return verdicts.flatMap(({ document, errors }) => errors.map((error) => ({ claim: document - 1, ...error })));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface GivenVerdict {
  readonly document: number;
  readonly errors: readonly Omit<Refusal, 'claim'>[];
}

function isVerdict(value: unknown): value is GivenVerdict {
  const { document, valid, errors } = Object(value) as Partial<Record<string, unknown>>;
  const isWhole = typeof document === 'number' && Array.isArray(errors) && errors.every(isError);
  // Invalid for no reason is no verdict, either.
  return isWhole && valid === (errors.length === 0);
}

function isError(value: unknown): value is Omit<Refusal, 'claim'> {
  const { path, message, hint } = Object(value) as Partial<Record<string, unknown>>;
  return typeof path === 'string' && typeof message === 'string' && (hint === undefined || typeof hint === 'string');
}
