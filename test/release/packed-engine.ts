/** The engine as npm packs it, and the smallest platform of its README, for tests that use it as another company would. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { copyRepository, root } from '../repository/copy.ts';

export interface PackedEngine {
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

/** Packs a copy of this repository's engine: while npm packs, its package.json is that of the package. */
export async function packEngine(): Promise<PackedEngine> {
  const copy = await copyRepository('engine');
  const manifest = (): string => readFileSync(join(copy.folder, 'engine/package.json'), 'utf8');
  const before = manifest();
  const printed = await copy.run('npm', ['pack', '--silent', '--json', '--workspace', 'planesmith']);
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

export const readme = readFileSync(join(root, 'engine/README.md'), 'utf8');

/** The files that the README shows, by path, in the language. */
export function smallestPlatform(language: 'ts' | 'js'): ReadonlyMap<string, string> {
  const shown = readme.matchAll(/^`([\w/.-]+)` [^\n]*\n\n```\w+\n([^]*?)^```/gm);
  const files = [...shown].map(([, path = '', text = '']): [string, string] =>
    language === 'js' && path.endsWith('.ts') ? [path.replace(/\.ts$/, '.js'), javaScript(text)] : [path, text],
  );
  return new Map(files);
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

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
