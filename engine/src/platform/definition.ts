/** What a platform team writes in planesmith.config.ts, as types. */
import type { Exporter, Functions } from '../authoring/index.ts';
import type { ModelsSettings } from '../models/settings.ts';
import type { AnyApi } from '../schema/index.ts';
import type { PackageSigner } from '../synth/package-signer.ts';
import type { Compositions } from '../synth/composition.ts';
import type { Install, Operators } from '../synth/install.ts';
import type { About, BaseSource } from '../xpkg/index.ts';
import type { PackageDefinition } from './package.ts';

/** The approved APIs by the name their files have. */
export type Apis = Readonly<Record<string, AnyApi>>;

/** The argument of `platform()`. */
export interface PlatformDefinition<A extends Apis> extends PlatformSettings {
  readonly apis: A;
  /** `() => import('./compositions/index.ts')`: a function, so that only synthesis loads cdk8s. */
  readonly compositions: () => Promise<{ readonly compositions: Compositions<A> }>;
  /** `() => import('./functions/index.ts')`: a function, so that checking claims loads no function. */
  readonly functions: () => Promise<{ readonly functions: Functions<A> }>;
  /** `() => import('./compositions/install/index.ts')`: charts that add files to the install bundles, and settings of operators. @default none */
  readonly install?: () => Promise<{
    readonly install: Install<A[keyof A]['targets'][number]>;
    readonly operators?: Operators;
  }>;
  readonly packages: readonly PackageDefinition<keyof A & string, A[keyof A]['targets'][number]>[];
  /** By name, the formats of `planesmith render --as`: `{ plain: () => import('./plain-files.ts') }`. @default none */
  readonly exporters?: Readonly<Record<string, () => Promise<{ readonly exporter: Exporter }>>>;
}

/** The part of a definition that a checked platform has unchanged. */
export interface PlatformSettings {
  /** A DNS label; the EnvironmentConfig that functions read has this name too. */
  readonly name: string;
  /** The API group of every kind, as `platform.example.org`. */
  readonly group: string;
  /** Where packages are pushed, as `registry.example.org/platform`; the host needs a dot. */
  readonly registry: string;
  /** The Crossplane versions that the packages accept, as `>=v2.4.0`. */
  readonly crossplane: string;
  /** The version of every package, as `1.2.3`; it belongs in package.json. */
  readonly version: string;
  /**
   * The channel of releases, as `stable`: new claims follow it. A pre-release with a word, as `0.2.0-canary.1`, is in the channel of that word,
   * which only claims with a selector for it follow.
   * @default no channels: every claim follows the newest release that is installed
   */
  readonly channel?: string;
  /** Where the kinds that functions compose are declared; only `planesmith models` needs it. */
  readonly models?: ModelsSettings;
  /**
   * The address at which dist/schemas/ is published for editors, as `https://schemas.example.org/platform`.
   * @default not published: no catalog.json, and no line for editors in what `planesmith claim` prints
   */
  readonly schemas?: string;
  /**
   * The ServiceAccount that Crossplane runs as, by namespace and name. The policies of the install bundle let it write what nobody else may.
   * @default `crossplane-system/crossplane`, as its Helm chart is usually installed
   */
  readonly crossplaneAccount?: string;
  /**
   * The ServiceAccounts of tools that restore backups, as `velero/velero` (namespace and name). They may write all of a claim, also what only
   * Crossplane writes otherwise. A role that includes every right is not enough, since GitOps controllers often have one.
   * @default none
   */
  readonly restorers?: readonly string[];
  /**
   * The ServiceAccounts of operators that make composed kinds as parts of objects of their own, as `bricks/bricklayer` (namespace and name).
   * In namespaces of teams they may also make kinds that are not in the catalogue of the environment, but no claims.
   * @default none
   */
  readonly controllers?: readonly string[];
  /**
   * Who signs releases. Install bundles then have an ImageConfig by which Crossplane refuses every package of the registry that none of them has
   * signed; docs/signing.md says what core needs for that.
   * @default nobody: Crossplane installs what is published
   */
  readonly signers?: readonly PackageSigner[];
  /** How catalogues describe the packages. */
  readonly about?: About;
  /** The npm name of the kit for developers. @default `@<name of the platform>/platform` */
  readonly kit?: { readonly name: string };
  /** The libraries under the Function's program. @default those of the machine that builds, for local use only */
  readonly base?: BaseSource;
}
