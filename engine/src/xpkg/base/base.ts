/** A base is the lowest layers of a Function image, with the libraries that Node needs. */
import type { Cache } from '../cache.ts';
import type { Digest } from '../digest.ts';
import type { Architecture } from '../image.ts';
import type { Layer } from '../layer.ts';
import type { TarEntry } from '../tar.ts';

/** The source of the base in a platform's configuration; paths are relative to the platform's folder. */
export type BaseSource =
  /** An OCI image layout, and the digest of the image or index in it. */
  | { readonly layout: string; readonly digest: Digest }
  /** A folder with a root file system, or with one for each architecture in `amd64/` and `arm64/`. */
  | { readonly directory: string };

/** The lowest layers of an image, with their environment variables. */
export interface Base {
  readonly layers: readonly Layer[];
  readonly environment: Readonly<Record<string, string>>;
  /** `host`, or the digest of the image, index or layer it was read from. */
  readonly origin: 'host' | Digest;
  readonly releasable: boolean;
  /** What is in the layers, from the lowest to the highest. */
  readonly entries: readonly TarEntry[];
}

/** The requirements for a base. */
export interface BaseNeed {
  readonly folder: string;
  readonly architecture: Architecture;
  /** The program that must run on it. */
  readonly program: Uint8Array;
  readonly cache: Cache;
}
