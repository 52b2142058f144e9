/** Bundles a program into one file that Node runs without packages: that of a function's image, whose packages it lists, or of a kit. */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { UserError } from '../errors.ts';
import { lockedIntegrity } from './npm-lock.ts';

/** An npm package in a bundle, with its bundled files relative to its folder. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json says. */
  readonly license?: string;
  /** Of its tarball, as the lock of npm says; the platform and other packages of its workspace have none. */
  readonly integrity?: string;
  readonly files: readonly string[];
}

/** A bundle; `packages` are sorted by name and include the platform itself. */
export interface FunctionBundle {
  readonly code: Uint8Array;
  readonly packages: readonly BundledPackage[];
}

/** Packages that only a build may use: they are too large for a function, or read the disk. */
const forbidden = /^(cdk8s|cdk8s-plus-.*|constructs|yaml)$/;

/**
 * Bundles `entry`, a path relative to the platform's folder `root`, as an ES module. Equal sources give equal bytes in any folder.
 * Throws a `UserError` if a source can't be bundled. If a forbidden package is imported, the error shows the chain of imports.
 */
export async function bundleFunction({
  entry,
  root = process.cwd(),
}: {
  readonly entry: string;
  /** @default the working directory */
  readonly root?: string;
}): Promise<FunctionBundle> {
  const { outputFiles, metafile } = await run(entry, root, { entryPoints: [entry], target: 'node24' });
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
      hint: 'functions import apis, planesmith/schema and planesmith/authoring only; use `import type` if only a type is needed',
    });
  }
  return {
    code: outputFiles[0]?.contents ?? new Uint8Array(),
    packages: packages.map(({ paths: _, ...found }) => found),
  };
}

/**
 * Bundles the source text of an ES module that imports from the platform's folder `root`, without the packages that a kit never uses. Throws a
 * `UserError` if the program would load one of them as it starts, with the chain of imports.
 */
export async function bundleKit(contents: string, root: string): Promise<Uint8Array> {
  const { outputFiles, metafile } = await run('the kit', root, {
    stdin: { contents, resolveDir: resolve(root), sourcefile: kitSource },
    // The oldest Node that runs a kit.
    target: 'node22.18',
    plugins: [requireBuiltins, withoutNeedless],
  });
  const ends = new Set(Object.keys(metafile.inputs).filter((path) => path.startsWith(`${absent}:`)));
  const [, ...chain] = chainTo(ends, metafile, (kind) => kind !== 'dynamic-import');
  if (ends.has(chain.at(-1) ?? '')) {
    throw new UserError(
      `the kit would load a package that it cannot have: ${chain.join(' → ').replace(`${absent}:`, '')}`,
      {
        hint: "name compositions and charts in the configuration by functions, such as () => import('./compositions/index.ts')",
      },
    );
  }
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const kitSource = 'kit.mjs';
const absent = 'absent';

/** Packages that a kit never uses, because it builds nothing and reaches no function of others. */
const needless = /^(cdk8s(-plus-[^/]*)?|constructs|esbuild|@grpc\/grpc-js)(\/|$)/;

/** Takes an empty module for each of them. */
const withoutNeedless: Plugin = {
  name: 'without-needless',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: needless }, ({ path }) => ({ path, namespace: absent }));
    onLoad({ filter: /^/, namespace: absent }, () => ({ contents: 'module.exports = {};' }));
  },
};

async function run(entry: string, root: string, options: BuildOptions) {
  // Most users of packages bundle no function.
  const { build } = await import('esbuild');
  try {
    return await build({
      absWorkingDir: resolve(root),
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      minify: true,
      legalComments: 'none',
      logLevel: 'silent',
      // Node reads no tsconfig.json; with this setting esbuild treats imports as Node does.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      // grpc-js, in a function made with Crossplane's SDK, loads it for diagnosis services that a function does not offer.
      external: ['@grpc/proto-loader'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      plugins: [requireBuiltins],
      ...options,
    } as BuildOptions & { readonly write: false; readonly metafile: true });
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
 * Turns imports of Node's modules into calls of `require`. An import of node:http evaluates all its exports, such as
 * WebSocket, which makes every start of a function a third slower.
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
  /** The same files, with the paths that esbuild uses. */
  readonly paths: readonly string[];
}

function packagesOf(paths: readonly string[], root: string): FoundPackage[] {
  const found = new Map<string, ReturnType<typeof packageOf> & { files: string[]; paths: string[] }>();
  for (const path of paths) {
    const { dir, ...owner } = packageOf(resolve(root, dirname(path)));
    const entry = found.get(dir) ?? { dir, ...owner, files: [], paths: [] };
    found.set(dir, entry);
    entry.files.push(relative(dir, resolve(root, path)));
    entry.paths.push(path);
  }
  for (const { files } of found.values()) files.sort();
  return [...found.values()]
    .map(({ dir, ...entry }) => ({ ...entry, ...lockedIntegrity(dir) }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

interface Owner extends Pick<BundledPackage, 'name' | 'version' | 'license'> {
  readonly dir: string;
}

/** The nearest folder from `dir` upwards whose package.json has a name; some packages have nested ones without a name. */
function packageOf(dir: string): Owner {
  let manifest: { name?: string; version?: string; license?: unknown } = {};
  try {
    manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as typeof manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { name, version = '0.0.0', license } = manifest;
  if (name !== undefined) return { dir, name, version, ...(typeof license === 'string' && { license }) };
  const parent = dirname(dir);
  return parent === dir ? { dir, name: 'unnamed', version: '0.0.0' } : packageOf(parent);
}

/** The shortest chain of imports, of the kinds that are followed, from the entry to one of `ends`. */
function chainTo(
  ends: ReadonlySet<string>,
  { inputs, outputs }: Metafile,
  isFollowed: (kind: string) => boolean = () => true,
): readonly string[] {
  const start = Object.values(outputs)[0]?.entryPoint ?? '';
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set([start]);
  for (let chain = queue.shift(); chain !== undefined; chain = queue.shift()) {
    const last = chain.at(-1) ?? '';
    if (ends.has(last)) return chain;
    for (const { path, kind } of inputs[last]?.imports ?? []) {
      if (!isFollowed(kind)) continue;
      if (!seen.has(path)) queue.push([...chain, path]);
      seen.add(path);
    }
  }
  return [...ends].slice(0, 1);
}
