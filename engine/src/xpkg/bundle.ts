/** The program of a function's image: one file that a bare Node runs, and the packages it is made of. */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import { UserError } from '../errors.ts';

/** An npm package with those of its files that reached the bundle, relative to its folder. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
}

/** A bundle; `packages` are sorted by name, the platform's own among them. */
export interface FunctionBundle {
  readonly code: Uint8Array;
  readonly packages: readonly BundledPackage[];
}

/** Packages of the building side: their weight, or the disk they read, has no place in a function. */
const forbidden = /^(cdk8s|cdk8s-plus-.*|constructs|yaml)$/;

/**
 * Bundles `entry`, a path relative to the platform's folder `root` (by default the working directory), as an ES module. Equal sources give equal bytes in
 * any folder. Throws a `UserError` where a source can't be bundled, or printing the chain of imports where a package of
 * the building side is reached.
 */
export async function bundleFunction({
  entry,
  root = process.cwd(),
}: {
  readonly entry: string;
  readonly root?: string;
}): Promise<FunctionBundle> {
  const { outputFiles, metafile } = await run(entry, root);
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const packages = packagesOf(
    files.filter((path) => !path.startsWith(builtins)),
    root,
  );
  for (const { name, paths } of packages) {
    if (!forbidden.test(name)) continue;
    throw new UserError(`the function must not contain ${name}: ${chainTo(new Set(paths), metafile).join(' → ')}`, {
      hint: 'functions import apis, planesmith/schema and planesmith/runtime only; use `import type` where just a type is needed',
    });
  }
  return {
    code: outputFiles[0]?.contents ?? new Uint8Array(),
    packages: packages.map(({ name, version, files: inside }) => ({ name, version, files: inside })),
  };
}

async function run(entry: string, root: string) {
  // Most users of packages bundle no function.
  const { build } = await import('esbuild');
  try {
    return await build({
      absWorkingDir: resolve(root),
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
      // Sources mean the same to Node, which reads no tsconfig.json.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      // grpc-js loads it for its own diagnosis services, which a function does not offer.
      external: ['@grpc/proto-loader'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      plugins: [requireBuiltins],
    });
  } catch (cause) {
    const errors = (cause as { errors?: readonly { text: string; location: Location | null }[] }).errors;
    if (errors === undefined) throw cause;
    const lines = errors.map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    );
    throw new UserError(`cannot bundle ${entry}: ${lines.join('; ')}`, { cause });
  }
}

interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const builtins = 'node-builtin';

/**
 * Has Node's own modules required rather than imported: an import of node:http evaluates each of its exports, WebSocket
 * among them, and would make every start of a function a third slower.
 */
const requireBuiltins: Plugin = {
  name: 'require-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^/ }, ({ path, kind, namespace }) => {
      if (!isBuiltin(path)) return undefined;
      if (kind !== 'import-statement' || namespace === builtins) return { path, external: true };
      return { path: path.replace(/^(node:)?/, 'node:'), namespace: builtins };
    });
    onLoad({ filter: /^/, namespace: builtins }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

interface FoundPackage extends BundledPackage {
  /** The same files as esbuild names them. */
  readonly paths: readonly string[];
}

function packagesOf(paths: readonly string[], root: string): FoundPackage[] {
  const found = new Map<string, { name: string; version: string; files: string[]; paths: string[] }>();
  for (const path of paths) {
    const { dir, name, version } = packageOf(resolve(root, dirname(path)));
    const at = found.get(dir) ?? { name, version, files: [], paths: [] };
    found.set(dir, at);
    at.files.push(relative(dir, resolve(root, path)));
    at.paths.push(path);
  }
  for (const { files } of found.values()) files.sort();
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** The nearest folder from `dir` upwards whose package.json has a name; some packages keep nameless ones inside. */
function packageOf(dir: string): { dir: string; name: string; version: string } {
  let manifest: { name?: string; version?: string } = {};
  try {
    manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as typeof manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (manifest.name !== undefined) return { dir, name: manifest.name, version: manifest.version ?? '0.0.0' };
  const above = dirname(dir);
  return above === dir ? { dir, name: 'unnamed', version: '0.0.0' } : packageOf(above);
}

/** The shortest chain of imports from the entry to one of `ends`. */
function chainTo(ends: ReadonlySet<string>, { inputs, outputs }: Metafile): readonly string[] {
  const start = Object.values(outputs)[0]?.entryPoint ?? '';
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set([start]);
  for (let chain = queue.shift(); chain !== undefined; chain = queue.shift()) {
    const last = chain.at(-1) ?? '';
    if (ends.has(last)) return chain;
    for (const { path } of inputs[last]?.imports ?? []) {
      if (!seen.has(path)) queue.push([...chain, path]);
      seen.add(path);
    }
  }
  return [...ends].slice(0, 1);
}
