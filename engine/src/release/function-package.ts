/** Builds the Function package of a platform from functions/main.ts, or main.js. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { nodeFlags } from '../serve/options.ts';
import { bundleFunction } from '../xpkg/bundle.ts';
import { digestOf } from '../xpkg/digest.ts';
import type { FunctionContents } from './sbom/sbom.ts';
import {
  type Architecture,
  type BaseSource,
  buildFunctionPackage,
  type BuiltPackage,
  functionRoot,
  type FunctionParts,
  userCache,
} from '../xpkg/index.ts';

/** The parts of a Function package. */
export interface FunctionSource extends Omit<FunctionParts, 'roots'> {
  /** The platform's folder. */
  readonly root: string;
  readonly base: BaseSource | undefined;
  readonly architectures: readonly Architecture[];
}

/** The file that serves the functions, below the platform's folder: the first of these that exists. */
const entries = ['main.ts', 'main.js'].map((name) => join('functions', name));

/** A Function package, and what it consists of. */
export interface FunctionBuild {
  readonly built: BuiltPackage;
  readonly contents: FunctionContents;
}

/** The package, with one image for each architecture. The layer with Node is cached by its content. */
export async function functionPackage({ root, base, architectures, ...parts }: FunctionSource): Promise<FunctionBuild> {
  const entry = entries.find((file) => existsSync(join(root, file)));
  if (entry === undefined) {
    throw new UserError(`there is no ${entries[0]} to bundle`, {
      hint: 'it calls `main` of planesmith/serve with `{ load }`, a function that imports functions/index.ts, and exits with its result',
    });
  }
  const { code, packages } = await bundleFunction({ entry, root });
  const cache = userCache();
  const roots = await Promise.all(
    architectures.map((architecture) => functionRoot({ folder: root, architecture, bundle: code, base, cache })),
  );
  const built = await buildFunctionPackage({ ...parts, roots, nodeFlags });
  const contents = {
    bundle: { digest: digestOf(code), packages },
    roots: roots.map(({ platform: { os, architecture }, contents: inside }) => ({
      platform: `${os}/${architecture}`,
      ...inside,
    })),
  };
  return { built, contents };
}
