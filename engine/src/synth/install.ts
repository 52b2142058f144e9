/** What a platform adds to the install bundle of its targets: cdk8s charts, one file each. */
import type { Chart } from 'cdk8s';
import type { AnyApi } from '../schema/index.ts';

/** The facts that a chart of the install bundle may depend on. */
export interface InstallContext {
  /** Name of the platform. */
  readonly platform: string;
  /** API group of every kind, as `platform.example.org`. */
  readonly group: string;
  readonly target: string;
  /** The APIs that have this target. */
  readonly apis: readonly AnyApi[];
}

/** Adds objects to the chart, in ordinary cdk8s code; a chart without objects gives no file. */
export type InstallChart = (chart: Chart, context: InstallContext) => void;

/** Charts by target and by the name of their file: `local: { kafka }` gives dist/install/local/kafka.yaml. */
export type Install<Target extends string = string> = {
  readonly [T in Target]?: Readonly<Record<string, InstallChart>>;
};
