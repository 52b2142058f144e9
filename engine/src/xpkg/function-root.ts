/** The root file system of a Function: base libraries, Node, and the bundled program, each a layer of its own. */
import type { BaseSource } from './base/base.ts';
import { readBase } from './base/read-base.ts';
import { noCache, type Cache } from './cache.ts';
import type { Architecture, ImagePlatform } from './image.ts';
import { layerOf, type Layer } from './layer.ts';
import { findNode } from './node-binary.ts';
import type { NodeLock } from './node-lock.ts';
import { withFolders } from './tree.ts';

/** The layers under a Function package, for one platform. */
export interface FunctionRoot {
  readonly platform: ImagePlatform;
  readonly layers: readonly Layer[];
  /** What the base wants to have in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** `host`, or the digest of the base. */
  readonly base: string;
  /** False where the libraries are those of the machine that built it. */
  readonly releasable: boolean;
}

/** Where Node and the program stand in the image, without the leading slash. */
export const nodePath = 'nodejs/bin/node';
export const bundlePath = 'function.mjs';

/** The root of a Function whose program is `bundle`; reads Node and the base from the disk, and from npm what is not there. */
export async function functionRoot({
  folder,
  architecture,
  bundle,
  base: source,
  cache = noCache,
  nodeLock,
}: {
  /** The platform's folder, from which packages and relative paths are looked up. */
  readonly folder: string;
  readonly architecture: Architecture;
  readonly bundle: Uint8Array;
  readonly base?: BaseSource | undefined;
  readonly cache?: Cache;
  /** @default the Node of this version of the engine */
  readonly nodeLock?: NodeLock;
}): Promise<FunctionRoot> {
  const node = await findNode({ folder, architecture, cache, ...(nodeLock && { lock: nodeLock }) });
  const base = await readBase(source, { folder, architecture, program: node.content, cache });
  const nodeLayer = await layerOf(
    withFolders([
      { type: 'file', path: nodePath, content: node.content, mode: 0o755 },
      { type: 'file', path: 'nodejs/LICENSE', content: node.license },
    ]),
    { cache },
  );
  const program = await layerOf([{ type: 'file', path: bundlePath, content: bundle }]);
  return {
    platform: { os: 'linux', architecture },
    layers: [...base.layers, nodeLayer, program],
    environment: base.environment,
    base: base.origin,
    releasable: base.releasable,
  };
}
