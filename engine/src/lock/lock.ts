/** What a platform needs besides itself, each by version and digest: the content of `planesmith.lock.yaml`. */
import type { Digest } from '../xpkg/digest.ts';

/** The file beside `planesmith.config.ts`. */
export const lockFile = 'planesmith.lock.yaml';

/** In place of a digest that no registry has been asked for. */
export const unresolved = 'unresolved';

/** One package, chart or image, in exactly one version. */
export interface Pin {
  /** How people call it, once in its list. */
  readonly name: string;
  /** Host and repository, without tag and digest, such as `ghcr.io/cloudnative-pg/cloudnative-pg`. For a chart, its OCI repository. */
  readonly image: string;
  /** The tag, such as `v1.2.3`. */
  readonly version: string;
  /** That of the index, if there is one for several architectures. */
  readonly digest: Digest | typeof unresolved;
  /** The API groups of the kinds that a provider or an operator brings. Nothing else has them. */
  readonly groups?: readonly string[];
}

export interface Lock {
  /** Crossplane packages of providers. */
  readonly providers: readonly Pin[];
  /** Crossplane packages of the functions that steps of others call. */
  readonly functions: readonly Pin[];
  /** Controllers in the cluster. */
  readonly operators: readonly Pin[];
  readonly charts: readonly Pin[];
  /** Images inside composed resources. */
  readonly images: readonly Pin[];
  /** The image below the Function's program. */
  readonly base?: Pin;
}

/** The lists of a lock, in the order of the file. */
export const sections = ['providers', 'functions', 'operators', 'charts', 'images'] as const;

export type Section = (typeof sections)[number];

/** A lock that pins nothing. */
export const emptyLock: Lock = { providers: [], functions: [], operators: [], charts: [], images: [] };

/** Every pin with the list that it is in, in the order of the file. */
export function pinsOf(lock: Lock): readonly { readonly section: Section | 'base'; readonly pin: Pin }[] {
  return [
    ...sections.flatMap((section) => lock[section].map((pin) => ({ section, pin }))),
    ...(lock.base === undefined ? [] : [{ section: 'base' as const, pin: lock.base }]),
  ];
}

/** The pin as a reference: `image:version@digest`, without the digest if it is unresolved. */
export function pinText({ image, version, digest }: Pin): string {
  return `${image}:${version}${digest === unresolved ? '' : `@${digest}`}`;
}
