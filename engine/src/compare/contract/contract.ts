/** All that a release promises, as plain JSON: what people write, what they read, and where it runs. */
import type { ComposedKind } from '../../release/composed-kinds.ts';
import type { AnyApi, Flavour, Node } from '../../schema/index.ts';

/** The form of a contract; a later engine may write another one. */
export const contractFormat = 1;

/** The contract of one release. */
export interface Contract {
  readonly format: typeof contractFormat;
  /** The name of the platform, which its EnvironmentConfig has too. */
  readonly platform: string;
  readonly version: string;
  /** The API group of every kind. */
  readonly group: string;
  /** Where its packages are pushed. */
  readonly registry: string;
  /** The Crossplane versions that its packages accept. */
  readonly crossplane: string;
  /** The channel that new claims follow. @default there are no channels */
  readonly channel?: string;
  /** By kind. */
  readonly apis: Readonly<Record<string, ApiContract>>;
  /** The schema of the facts that platform teams write into their EnvironmentConfig. */
  readonly environment: Node;
  /** By target, what the functions compose there. */
  readonly targets: Readonly<Record<string, TargetContract>>;
  /** By name. */
  readonly packages: Readonly<Record<string, PackageContract>>;
  /** By type of condition, the status that each reason stands for. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By reason, the type of the events of claims that the functions send: `Warning` or `Normal`. */
  readonly events: Readonly<Record<string, string>>;
}

/** The contract of one API. */
export interface ApiContract {
  /** The API itself, with the targets on which a package serves it. */
  readonly definition: Omit<AnyApi, 'convert'>;
  /** By target, what its function reads there. */
  readonly reads: Readonly<Record<string, Reading>>;
}

/** What the function of an API reads on one target. Names are sorted. */
export interface Reading {
  /** Sections of the environment without which claims wait, such as `incluster.postgres`. */
  readonly needed: readonly string[];
  /** Sections that it reads if they are there. */
  readonly optional: readonly string[];
  /** By the path of a claim's field that means nothing there, the reason. */
  readonly ignores: Readonly<Record<string, string>>;
}

/** The contract of one target. */
export interface TargetContract {
  /** The kinds that need a definition in the cluster and rights of Crossplane, by `<apiVersion> <kind>`. */
  readonly composes: Readonly<Record<string, Pick<ComposedKind, 'plural' | 'namespaced' | 'clusterRoles'>>>;
}

/** The contract of one package. */
export interface PackageContract {
  /** The kinds that it serves. */
  readonly kinds: readonly string[];
  /** New claims of an API get the first of these that the API has. */
  readonly targets: readonly string[];
  readonly flavour: Flavour;
}
