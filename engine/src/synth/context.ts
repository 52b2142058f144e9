/** What XRDs and Compositions need to know of the platform they belong to. */
import type { Flavour } from '../schema/index.ts';

/** The same for every object of one package. */
export interface PlatformContext {
  /** Name of the platform, and of the EnvironmentConfig that its functions read. */
  readonly platform: string;
  /** API group of every kind, as `platform.example.org`. */
  readonly group: string;
  /** Version of the platform, without a leading v. */
  readonly version: string;
  readonly flavour: Flavour;
  /** Name under which Crossplane installs the platform's Function (see `functionName`). */
  readonly functionName: string;
}
