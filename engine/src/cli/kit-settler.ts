/** Settles claims in a process of its own: with the kit of another release, whose program has no rights, or with the platform in a folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AboutRelease } from '../compare/behaviour/about.ts';
import type { AskedRelease } from '../compare/behaviour/plan-claims.ts';
import { type Cell, placeOf, type Settled, titleOf, type Unsettled } from '../compare/behaviour/settled.ts';
import { aboutIn, answerIn, type Opening, questionLine, settledIn } from '../compare/behaviour/wire.ts';
import { UserError } from '../errors.ts';
import { type OpenedKit, withKit } from './opened-kit.ts';
import { LinesOf } from './lines-of.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { oneLine } from './printable.ts';

/** How a kit settles claims. */
export interface KitSettlerOptions extends Opening {
  /** For how many seconds one claim, or the start, may take. @default 30 */
  readonly patience?: number;
}

/** A claim at which the process ends costs a new one. More of them are the kit's own trouble. */
const mostEnds = 5;

/**
 * Calls `use` with a kit that settles claims in the order in which it is asked; it may be asked about several at a time. If a function ends the
 * process or never returns, that claim has failed, and the others are settled in a new process. Throws a `UserError` for a kit that cannot be used.
 */
export function withKitSettler<T>(
  source: string,
  options: KitSettlerOptions,
  use: (kit: SettlingKit) => Promise<T>,
): Promise<T> {
  return withKit(source, async (kit) => {
    const program = {
      name: source,
      start: () => kit.start(['settle'], () => undefined, 'pipe'),
      remedy: 'tell those who publish it, or take another version',
    };
    const { platform, version, group } = kit;
    return withSettler(program, options, (asked) => use({ platform, version, group, ...asked }));
  });
}

const engineProgram = fileURLToPath(new URL('../../bin/planesmith.cjs', import.meta.url));

/** The same for the platform in a folder: a function of it that never returns stops its own claim alone. */
export function withFolderSettler<T>(
  { root, config }: Pick<LoadedPlatform, 'root' | 'config'>,
  options: KitSettlerOptions,
  use: (release: AskedRelease) => Promise<T>,
): Promise<T> {
  const args = [engineProgram, '--config', config, 'settle'];
  const program = {
    name: config,
    start: () => spawn(process.execPath, args, { cwd: root, stdio: 'pipe' }),
    remedy: 'correct its functions',
  };
  return withSettler(program, options, use);
}

async function withSettler<T>(
  program: Program,
  options: KitSettlerOptions,
  use: (release: AskedRelease) => Promise<T>,
): Promise<T> {
  const settler = new KitSettler(program, options);
  try {
    // Another release may start meanwhile.
    return await use({ about: settler.about, settle: (cell, from) => settler.settle(cell, from) });
  } finally {
    settler.close();
  }
}

/** A program that settles claims. */
interface Program {
  /** What people call its platform. */
  readonly name: string;
  readonly start: () => ChildProcess;
  /** What to do if it cannot be used. */
  readonly remedy: string;
}

/** A kit whose program runs. */
export interface SettlingKit extends Pick<OpenedKit, 'platform' | 'version' | 'group'>, AskedRelease {}

interface Waiting {
  readonly cell: Cell;
  readonly line: string;
  readonly done: (settled: Settled) => void;
  readonly failed: (error: Error) => void;
}

class KitSettler {
  readonly #program: Program;
  readonly #opening: Opening;
  readonly #patience: number;
  /** Of the first process; rejects if that does not start. */
  readonly about: Promise<AboutRelease>;
  readonly #begun = Promise.withResolvers<AboutRelease>();
  #waiting: Waiting[] = [];
  #child: ChildProcess | undefined;
  #isReady = false;
  #isLate = false;
  #ends = 0;
  #heard = '';
  #broken: Error | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(program: Program, { patience = 30, ...options }: KitSettlerOptions) {
    this.#program = program;
    this.#opening = options;
    this.#patience = patience;
    this.about = this.#begun.promise;
    // Whoever waits for it hears of its error.
    this.about.catch(() => undefined);
    this.#start();
  }

  settle(cell: Cell, from: Settled['outcome'] | undefined): Promise<Settled> {
    return new Promise((done, failed) => {
      if (this.#broken !== undefined) return failed(this.#broken);
      const line = questionLine({ cell, from });
      this.#waiting.push({ cell, line, done, failed });
      if (this.#child === undefined) this.#start();
      else this.#child.stdin?.write(line);
      if (this.#waiting.length === 1) this.#wait();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#broken = new Error('the kit is closed');
    this.#child?.kill('SIGKILL');
  }

  /** A new process, which is asked about all cells that wait. */
  #start(): void {
    this.#isReady = false;
    this.#isLate = false;
    this.#heard = '';
    const child = this.#program.start();
    this.#child = child;
    // Its last answers come after its end.
    child.on('close', (code) => this.#ended(code));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#heard = (this.#heard + text).slice(0, 4000);
    });
    const lines = new LinesOf(
      (line) => this.#hear(line),
      () => this.#break('answers with a line that never ends'),
    );
    child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.add(text));
    // Its end says all.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write([questionLine(this.#opening), ...this.#waiting.map(({ line }) => line)].join(''));
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#isReady && this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#child?.kill('SIGKILL');
    }, this.#patience * 1000);
  }

  #hear(line: string): void {
    const answer = answerIn(line);
    if (answer === undefined || this.#broken !== undefined) return;
    if (!this.#isReady) {
      const about = aboutIn(answer);
      if (about === undefined) return this.#break('does not say what its release has');
      this.#isReady = true;
      this.#begun.resolve(about);
    } else {
      const [next] = this.#waiting;
      const settled = next && settledIn(answer, next.cell);
      if (settled === undefined) return this.#break('answers with something that is no state of a claim');
      this.#waiting.shift();
      next?.done(settled);
    }
    this.#wait();
  }

  #ended(code: number | null): void {
    this.#child = undefined;
    if (this.#broken !== undefined) return;
    const line = this.#heard.split('\n').find((text) => text.trim() !== '') ?? '';
    const why = this.#isLate
      ? `no answer comes within ${this.#patience} seconds`
      : `its process ends with ${code ?? 'a signal'}`;
    const reason = line === '' || this.#isLate ? why : `${why}: ${oneLine(line)}`;
    if (!this.#isReady) return this.#break(`cannot settle claims: ${reason}`);
    const next = this.#waiting.shift();
    next?.done(unsettled(next.cell, { reason: this.#isLate ? 'unsettled' : 'failed', path: '', refusal: reason }));
    this.#ends += 1;
    if (this.#ends >= mostEnds && next !== undefined)
      return this.#break(
        `ended ${mostEnds} times, the last time at ${next.cell.claim.kind} ${titleOf(next.cell.claim)}`,
      );
    if (this.#waiting.length > 0) this.#start();
  }

  /** From now on every cell is refused. */
  #break(what: string): void {
    this.#broken = new UserError(`${this.#program.name} ${what}`, { hint: this.#program.remedy });
    clearTimeout(this.#timer);
    this.#child?.kill('SIGKILL');
    this.#begun.reject(this.#broken);
    for (const { failed } of this.#waiting.splice(0)) failed(this.#broken);
  }
}

function unsettled(cell: Cell, outcome: Unsettled): Settled {
  return { ...placeOf(cell), outcome };
}
