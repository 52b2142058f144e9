/** Loads planesmith.config.ts, or planesmith.config.js of a platform in JavaScript. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../errors.ts';
import { loading } from '../platform/loading.ts';
import type { Platform } from '../platform/platform.ts';
import { usualConfig } from './session.ts';

/** A platform and its folder. */
export interface LoadedPlatform {
  readonly platform: Platform;
  /** Absolute. */
  readonly root: string;
  /** The file that exports it, relative to `root`. */
  readonly config: string;
  /** The folder with its environments, which commands know by the names of their files. */
  readonly environments: string;
}

let own: LoadedPlatform | undefined;

/** Makes all commands of this process work with a platform that is loaded already: that of a kit. */
export function useLoaded(loaded: LoadedPlatform): void {
  own = loaded;
}

/** The platform that `named` exports by default; throws a `UserError` that names the file, and the line of a mistake. */
export async function loadPlatform(named: string): Promise<LoadedPlatform> {
  if (own !== undefined) return own;
  const config = named === usualConfig && !existsSync(named) ? 'planesmith.config.js' : named;
  const file = resolve(config);
  if (!existsSync(file)) {
    throw new UserError(`there is no ${named}`, {
      hint: 'run planesmith in the folder of the platform, or name its configuration with --config',
    });
  }
  const exported = await loading(config, () => import(pathToFileURL(file).href) as Promise<{ default?: Platform }>);
  const { default: platform } = exported;
  if (typeof platform !== 'object' || !Array.isArray(platform?.packages) || !platform.functionName) {
    throw new UserError(`${config} does not export a platform`, {
      hint: 'end it with `export default platform({ … })`',
    });
  }
  const root = dirname(file);
  return { platform, root, config: basename(file), environments: join(root, 'examples', 'environments') };
}
