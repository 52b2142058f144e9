/** Runs the kit that `--platform` names: its program is code from elsewhere, so it runs in a process without rights. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { engineLine, engineVersion, lineOf } from '../engine-line.ts';
import { UserError } from '../errors.ts';
import { withScratch } from '../files.ts';
import { unpackKit } from './unpack-kit.ts';
import { tell } from './session.ts';

interface OpenedKit {
  readonly platform: string;
  readonly version: string;
  readonly group: string;
  readonly engine: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Shared with the kit itself, which has no TypeScript. */
interface Launcher {
  openKit(folder: string, name: string): OpenedKit;
  runKit(folder: string, argv: readonly string[], done: (code: number | null) => void, stdio?: 'pipe'): ChildProcess;
}

/** A kit whose files are what it lists. */
export interface ForeignKit extends Pick<OpenedKit, 'platform' | 'version' | 'group'> {
  /** Its files, as long as it is open. */
  readonly folder: string;
  /** Starts its program with these words. `done` gets its exit code, null if a signal ended it. */
  readonly start: (argv: readonly string[], done: (code: number | null) => void, stdio?: 'pipe') => ChildProcess;
}

/** Runs the command line `argv` with the kit, and returns its exit code. Throws a `UserError` if it is none, damaged, or of another engine line. */
export function runForeignKit(source: string, argv: readonly string[]): Promise<number> {
  return withKit(source, ({ platform, version, group, start }) => {
    tell(`platform: ${platform} ${version} (${group})`);
    return new Promise((done) => start(argv, (code) => done(code ?? 70)));
  });
}

/** Opens the kit for as long as `use` takes. Throws a `UserError` if it is none, damaged, or of another engine line. */
export async function withKit<T>(source: string, use: (kit: ForeignKit) => Promise<T>): Promise<T> {
  if (existsSync(source) && statSync(source).isDirectory()) return use(openIn(source, source));
  return withScratch(join(tmpdir(), 'planesmith-kit-'), async (folder) => {
    await unpackKit(source, folder);
    return use(openIn(folder, source));
  });
}

function openIn(folder: string, source: string): ForeignKit {
  const launcher = createRequire(import.meta.url)('../../bin/kit.cjs') as Launcher;
  const files = filesIn(folder, source);
  const kit = opened(() => launcher.openKit(folder, source));
  refuseUnlisted(files, source, Object.keys(kit.files));
  const theirs = lineOf(kit.engine);
  if (theirs !== engineLine) {
    throw new UserError(`${source} was made with planesmith ${kit.engine}, and this is planesmith ${engineVersion}`, {
      hint: `install planesmith ${theirs}, or run the kit by its own command`,
    });
  }
  const { platform, version, group } = kit;
  return {
    platform,
    version,
    group,
    folder,
    start: (argv, done, stdio) => launcher.runKit(folder, argv, done, stdio),
  };
}

function opened(open: () => OpenedKit): OpenedKit {
  try {
    return open();
  } catch (cause) {
    const { message, hint } = cause as Error & { hint?: string };
    if (hint === undefined) throw cause;
    throw new UserError(message, { hint, cause });
  }
}

/** The files of a kit. Throws a `UserError` for a link, by which a kit would read what nobody named, and for a FIFO, which may never end. */
function filesIn(folder: string, source: string): readonly string[] {
  // Any folder may be named, also a large one.
  if (!existsSync(join(folder, 'kit.json'))) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return entries.map((entry) => {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    if (!entry.isFile()) throw damaged(source, `${path} is a link, or no file`);
    return path;
  });
}

/** Throws a `UserError` for a file whose digest nobody knows. */
function refuseUnlisted(files: readonly string[], source: string, listed: readonly string[]): void {
  const known = new Set(['kit.json', ...listed]);
  const stray = files.find((path) => !known.has(path));
  if (stray !== undefined) throw damaged(source, `its kit.json does not list ${stray}`);
}

function damaged(source: string, reason: string): UserError {
  return new UserError(`${source} is damaged: ${reason}`, { hint: 'take it again from where it was published' });
}
