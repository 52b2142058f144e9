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
  /** The policies on what environments limit, for a chart that says them in another form. @default none */
  readonly limits?: readonly LimitPolicy[];
}

/** A policy that refuses what is beyond a limit or outside the catalogue, as a ValidatingAdmissionPolicy says it. Its CEL reads the data of the EnvironmentConfig from `variables.environment`. */
export interface LimitPolicy {
  readonly name: string;
  /**
   * The plurals of the claims that the policy can judge when they are there already. That is none if it asks who makes an object.
   */
  readonly reports: readonly string[];
  readonly matchConstraints: object;
  readonly matchConditions: readonly object[];
  /** The variables behind `environment`. */
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly object[];
}

/** Adds objects to the chart, in ordinary cdk8s code; a chart without objects gives no file. */
export type InstallChart = (chart: Chart, context: InstallContext) => void;

/** How the chart of an operator is installed. */
export interface OperatorSettings {
  /** @default the name of the operator in the lock */
  readonly namespace?: string;
  /** The values of the chart. @default those of the chart itself */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Settings of operators, by their names in the lock; one without settings is installed as its chart says. */
export type Operators = Readonly<Record<string, OperatorSettings>>;

/** Charts by target and by the name of their file: `local: { kafka }` gives dist/install/local/kafka.yaml. */
export type Install<Target extends string = string> = {
  readonly [T in Target]?: Readonly<Record<string, InstallChart>>;
};
