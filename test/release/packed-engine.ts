/** The engine and the catalogue as npm packs them, and the smallest platform of its README, for tests that use it as another company would. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { copyRepository, root } from '../repository/copy.ts';

/** A package as npm packs it. */
export interface Packed {
  /** The path of the tarball. */
  readonly tarball: string;
  /** Bytes: packed, and unpacked. */
  readonly size: number;
  readonly unpackedSize: number;
  /** The paths in it, sorted. */
  readonly files: readonly string[];
  /** The texts of the packed folder's package.json before and after. */
  readonly manifests: readonly [string, string];
  remove(): Promise<void>;
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs a copy of this repository's engine. */
export function packEngine(): Promise<Packed> {
  return pack('engine', 'engine/package.json', ['--workspace', 'planesmith']);
}

/** Packs a copy of this repository's catalogue. */
export function packCatalogue(): Promise<Packed> {
  return pack('catalogue', 'package.json', []);
}

/** While npm packs, the package.json at `path` is that of the package. */
async function pack(name: string, path: string, args: readonly string[]): Promise<Packed> {
  const copy = await copyRepository(name);
  const manifest = (): string => readFileSync(join(copy.folder, path), 'utf8');
  const before = manifest();
  const printed = await copy.run('npm', ['pack', '--silent', '--json', ...args]);
  // Since npm 12 the report is an object by name, and before a list.
  const [report] = Object.values(JSON.parse(printed) as Record<string, PackReport>);
  if (report === undefined) throw new Error(`npm pack reported nothing: ${printed}`);
  const { filename, size, unpackedSize, files } = report;
  return {
    tarball: join(copy.folder, filename),
    size,
    unpackedSize,
    files: files.map(({ path }) => path).toSorted(),
    manifests: [before, manifest()],
    remove: copy.remove,
  };
}

/** Fills the folder's node_modules with these packages, among those that npm installed here; npm itself installs them in test/real. */
export function unpackInto(folder: string, packages: Readonly<Record<string, Packed>>): void {
  for (const [name, { tarball }] of Object.entries(packages)) {
    const home = join(folder, 'node_modules', name);
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['xzf', tarball, '--strip-components', '1', '-C', home]);
  }
  // npm puts a package into a folder of the engine's own if the platform has it in another version.
  const installed = ['engine/node_modules', 'node_modules'].flatMap((modules) =>
    globSync('*', { cwd: join(root, modules) }).map((name): [string, string] => [name, join(root, modules, name)]),
  );
  for (const [name, path] of new Map(installed.toReversed())) {
    if (!['planesmith', ...Object.keys(packages)].includes(name)) symlinkSync(path, join(folder, 'node_modules', name));
  }
}

export const readme = readFileSync(join(root, 'engine/README.md'), 'utf8');

/** The files that the README shows, by path, in the language. */
export function smallestPlatform(language: 'ts' | 'js'): ReadonlyMap<string, string> {
  const files = [...filesShown(readme)].map(([path, text]): [string, string] =>
    language === 'js' && path.endsWith('.ts') ? [path.replace(/\.ts$/, '.js'), javaScript(text)] : [path, text],
  );
  return new Map(files);
}

/** The files that a page shows, by path: each stands below a paragraph that begins with its path. */
export function filesShown(page: string): ReadonlyMap<string, string> {
  const shown = page.matchAll(/^`([\w/.-]+)` [^\n]*\n\n```\w+\n([^]*?)^```/gm);
  return new Map([...shown].map(([, path = '', text = '']): [string, string] => [path, text]));
}

function javaScript(text: string): string {
  return stripTypeScriptTypes(text).replaceAll(/(?<=\.\/.*)\.ts'/g, ".js'");
}

/** Writes the files into `folder`. */
export function writeFiles(folder: string, files: Iterable<readonly [string, string]>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The variables of a stranger's machine, with that Node: nothing of this repository is on the path, nor what npm tells the programs that it runs. */
export function strangersEnv(node: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((part) => !part.startsWith(root));
  return { ...Object.fromEntries(own), NO_COLOR: '1', PATH: [dirname(node), ...path].join(delimiter) };
}

/** Whether npm failed because it reaches no registry. */
export const isOffline = (stderr: string): boolean =>
  /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH/.test(stderr);

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
