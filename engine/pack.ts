/**
 * Makes this folder the npm package while npm packs it: JavaScript in dist/, the licence, and a package.json that exports dist/. In a
 * checkout package.json exports the sources, so that nothing has to be built first. npm runs it as `prepack`, and with `--undo` as `postpack`.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Entry = string | { readonly types: string; readonly default: string };

const folder = import.meta.dirname;
const path = (name: string): string => join(folder, name);

function compile(): void {
  rmSync(path('dist'), { recursive: true, force: true });
  // npm puts the compiler of the repository on the path.
  execFileSync('tsc', ['--project', 'tsconfig.pack.json'], { cwd: folder, stdio: 'inherit' });
  copyFileSync(path('../LICENSE'), path('LICENSE'));
}

function remove(): void {
  for (const name of ['dist', 'LICENSE']) rmSync(path(name), { recursive: true, force: true });
}

/** Writes package.json with each of its exports changed, and the rest as it is. */
function changeExports(change: (file: string) => Entry): void {
  const manifest = JSON.parse(readFileSync(path('package.json'), 'utf8')) as { exports: Record<string, Entry> };
  const changed = Object.entries(manifest.exports).map(([name, entry]): [string, Entry] => [
    name,
    change(typeof entry === 'string' ? entry : entry.default),
  ]);
  writeFileSync(
    path('package.json'),
    `${JSON.stringify({ ...manifest, exports: Object.fromEntries(changed) }, null, 2)}\n`,
  );
}

const built = (file: string): Entry => {
  const name = file.replace(/^\.\/(src|dist)\//, './dist/').replace(/\.[jt]s$/, '');
  return { types: `${name}.d.ts`, default: `${name}.js` };
};
const source = (file: string): Entry => file.replace(/^\.\/dist\//, './src/').replace(/\.js$/, '.ts');

if (process.argv.includes('--undo')) {
  changeExports(source);
  remove();
} else {
  compile();
  changeExports(built);
}
