/**
 * Makes the folder that npm packs an npm package of JavaScript, while npm packs it: the compiled files, the licence, and a package.json
 * that exports them. In a checkout package.json exports the sources, so that nothing has to be built first. Both packages of this repository,
 * the engine and the catalogue, run it as `prepack`, and with `--undo` as `postpack`; `tsconfig.pack.json` of each says what is compiled.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';

type Entry = string | { readonly types: string; readonly default: string };

const path = (name: string): string => join(process.cwd(), name);
const read = (name: string): unknown => JSON.parse(readFileSync(path(name), 'utf8'));

const { rootDir, outDir } = (
  read('tsconfig.pack.json') as { readonly compilerOptions: { readonly rootDir: string; readonly outDir: string } }
).compilerOptions;
/** The licence of this repository, of which the engine's folder has a copy only while it is packed. */
const licence = join(import.meta.dirname, '../LICENSE');
const isCopied = path('LICENSE') !== licence;

function compile(): void {
  rmSync(path(outDir), { recursive: true, force: true });
  // npm puts the compiler of the repository on the path.
  execFileSync('tsc', ['--project', 'tsconfig.pack.json'], { stdio: 'inherit' });
  if (isCopied) copyFileSync(licence, path('LICENSE'));
}

function remove(): void {
  rmSync(path(outDir), { recursive: true, force: true });
  if (isCopied && existsSync(path('LICENSE'))) rmSync(path('LICENSE'));
}

/** Writes package.json with each of its exports of a program changed, and the rest as it is. */
function changeExports(change: (file: string) => Entry): void {
  const manifest = read('package.json') as { exports: Record<string, Entry> };
  const changed = Object.entries(manifest.exports).map(([name, entry]): [string, Entry] => [
    name,
    entry === './package.json' ? entry : change(typeof entry === 'string' ? entry : entry.default),
  ]);
  writeFileSync(
    path('package.json'),
    `${JSON.stringify({ ...manifest, exports: Object.fromEntries(changed) }, null, 2)}\n`,
  );
}

/** The same file in the other of the two folders, whichever it is in; `file` begins with `./`. */
function moved(file: string, from: string, to: string): string {
  const name = posix.relative(from, file);
  return name.startsWith('../') ? file : `./${posix.join(to, name)}`;
}

const built = (file: string): Entry => {
  const name = (file.startsWith(`./${outDir}/`) ? file : moved(file, rootDir, outDir)).replace(/\.[jt]s$/, '');
  return { types: `${name}.d.ts`, default: `${name}.js` };
};
const source = (file: string): Entry => moved(file, outDir, rootDir).replace(/\.js$/, '.ts');

if (process.argv.includes('--undo')) {
  changeExports(source);
  remove();
} else {
  compile();
  changeExports(built);
}
