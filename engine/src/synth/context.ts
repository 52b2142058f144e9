/** The properties of a platform that its XRDs and Compositions need. */
import type { Flavour } from '../schema/index.ts';

/** The context of all objects in one package. */
export interface PlatformContext {
  /** The name of the platform and of its EnvironmentConfig. */
  readonly platform: string;
  /** The API group of every kind, such as `platform.example.org`. */
  readonly group: string;
  /** The version of the platform, without a leading v. */
  readonly version: string;
  readonly flavour: Flavour;
  /** The name under which Crossplane installs the platform's Function (see `functionName`). */
  readonly functionName: string;
  /** The channel of releases. @default there are no channels */
  readonly channel?: string;
}
