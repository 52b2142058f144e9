/** Opens the kit that a command line names: unpacks it if it is packed, and checks it against its own list. Nothing of it is run. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { engineLine, engineVersion, lineOf } from '../engine-line.ts';
import { UserError } from '../errors.ts';
import { withScratch } from '../files.ts';
import { packageInstead, unpackKit } from './unpack-kit.ts';

/** What a kit says about itself. */
interface Opened {
  readonly platform: string;
  readonly version: string;
  readonly group: string;
  readonly engine: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A kit whose files are what it lists, made by this line of engines. */
export interface OpenedKit extends Opened {
  /** Its files, as long as it is open. */
  readonly folder: string;
  /** Starts its program with these words, in a process without rights. `done` gets its exit code, null if a signal ended it. */
  readonly start: (argv: readonly string[], done: (code: number | null) => void, stdio?: 'pipe') => ChildProcess;
}

/** Shared with the kit itself, which has no TypeScript. */
interface Launcher {
  openKit(folder: string, name: string): Opened;
  runKit(folder: string, argv: readonly string[], done: (code: number | null) => void, stdio?: 'pipe'): ChildProcess;
}

const launcher = createRequire(import.meta.url)('../../bin/kit.cjs') as Launcher;

const usualRemedy = (line: string): string => `install planesmith ${line}, or run the kit by its own command`;

/**
 * Opens the kit for as long as `use` takes: a folder with its files, a tarball, `dist/` with a tarball in it, or a reference in a registry. Throws a
 * `UserError` if it is none, damaged, or of another line of engines: then `remedy` gives the hint.
 */
export async function withKit<T>(
  source: string,
  use: (kit: OpenedKit) => Promise<T>,
  remedy = usualRemedy,
): Promise<T> {
  const kit = kitAt(source);
  if (existsSync(kit) && statSync(kit).isDirectory()) return use(checked(kit, source, remedy));
  return withScratch(join(tmpdir(), 'planesmith-kit-'), async (folder) => {
    await unpackKit(kit, folder);
    return use(checked(folder, source, remedy));
  });
}

/** The path of the kit in a folder that a build or `planesmith pull` wrote; any other source as it is. */
function kitAt(source: string): string {
  if (!existsSync(source) || !statSync(source).isDirectory() || existsSync(join(source, 'kit.json'))) return source;
  if (existsSync(join(source, 'oci-layout'))) throw packageInstead(source);
  if (!existsSync(join(source, 'release.yaml'))) {
    const [only = '', ...others] = readdirSync(source);
    return only.endsWith('.tgz') && others.length === 0 ? join(source, only) : source;
  }
  const folder = join(source, 'kit');
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  const [first, second] = isFolder ? readdirSync(folder).filter((name) => name.endsWith('.tgz')) : [];
  if (first === undefined) {
    throw new UserError(`${source} has no kit`, { hint: 'build it without --only, which leaves the kit out' });
  }
  if (second !== undefined) {
    throw new UserError(`${source} has several kits`, { hint: `name one of them, such as ${join(folder, first)}` });
  }
  return join(folder, first);
}

function checked(folder: string, source: string, remedy: typeof usualRemedy): OpenedKit {
  const files = filesIn(folder, source);
  const kit = opened(() => launcher.openKit(folder, source));
  refuseUnlisted(files, source, Object.keys(kit.files));
  const theirs = lineOf(kit.engine);
  if (theirs !== engineLine) {
    throw new UserError(`${source} was made with planesmith ${kit.engine}, and this is planesmith ${engineVersion}`, {
      hint: remedy(theirs),
    });
  }
  return { ...kit, folder, start: (argv, done, stdio) => launcher.runKit(folder, argv, done, stdio) };
}

function opened(open: () => Opened): Opened {
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
