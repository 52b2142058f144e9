/** The root file system of a Function, with one layer each for base libraries, Node and the bundled program. */
import type { BaseSource } from './base/base.ts';
import { readBase } from './base/read-base.ts';
import { noCache, type Cache } from './cache.ts';
import type { Architecture, ImagePlatform } from './image.ts';
import { layerOf, type Layer } from './layer.ts';
import { findNode } from './node-binary.ts';
import { nodeLock as defaultLock, type LockedNode, type NodeLock } from './node-lock.ts';
import type { TarEntry } from './tar.ts';
import { withFolders } from './tree.ts';

/** The layers of a Function for one platform, without those of the package. */
export interface FunctionRoot {
  readonly platform: ImagePlatform;
  readonly layers: readonly Layer[];
  /** The environment variables that the base sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** `host`, or the digest of the base. */
  readonly base: string;
  /** False if the libraries come from the machine that built it. */
  readonly releasable: boolean;
}

/** Where the contents of a root come from. */
export interface RootOrigin {
  /** The npm package of Node, and the digest of its program. */
  readonly node: LockedNode & { readonly version: string };
  /** What is in the layers of the base. */
  readonly base: readonly TarEntry[];
}

/** The paths of Node and the program in the image, without the leading slash. */
export const nodePath = 'nodejs/bin/node';
export const bundlePath = 'function.mjs';

/** The root of a Function with the program `bundle`. Reads the base and Node from the disk; npm fetches a missing Node. */
export async function functionRoot({
  folder,
  architecture,
  bundle,
  base: source,
  cache = noCache,
  nodeLock = defaultLock,
}: {
  /** The platform's folder, which resolves packages and relative paths. */
  readonly folder: string;
  readonly architecture: Architecture;
  readonly bundle: Uint8Array;
  readonly base?: BaseSource | undefined;
  readonly cache?: Cache;
  /** @default the Node that this version of the engine locks */
  readonly nodeLock?: NodeLock;
}): Promise<FunctionRoot & { readonly contents: RootOrigin }> {
  const node = await findNode({ folder, architecture, cache, lock: nodeLock });
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
    contents: {
      node: { ...nodeLock.packages[architecture], version: nodeLock.version },
      base: base.entries,
    },
  };
}
