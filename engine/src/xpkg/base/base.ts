/** What a base is: asked for by a platform's configuration, needed by a program, and delivered as layers. */
import type { Cache } from '../cache.ts';
import type { Digest } from '../digest.ts';
import type { Architecture } from '../image.ts';
import type { Layer } from '../layer.ts';

/** Where the base comes from, as a platform's configuration says it; paths are relative to the platform's folder. */
export type BaseSource =
  /** An OCI image layout, and the digest of the image or index in it. */
  | { readonly layout: string; readonly digest: Digest }
  /** A root file system, or one for each architecture in `amd64/` and `arm64/`. */
  | { readonly directory: string };

/** The lowest layers of an image. */
export interface Base {
  readonly layers: readonly Layer[];
  readonly environment: Readonly<Record<string, string>>;
  /** `host`, or the digest of what it was read from. */
  readonly origin: 'host' | Digest;
  readonly releasable: boolean;
}

/** What a base is for. */
export interface BaseNeed {
  readonly folder: string;
  readonly architecture: Architecture;
  /** The program that has to run on it. */
  readonly program: Uint8Array;
  readonly cache: Cache;
}
