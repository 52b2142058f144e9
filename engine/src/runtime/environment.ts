/** The facts of one cluster: the platform's EnvironmentConfig, which the Composition's step requires. */
import type { Resources } from '@crossplane-org/function-sdk-typescript';
import { applyDefaults, check, type Schema } from '../schema/index.ts';
import type { EnvironmentBase } from './planner.ts';
import { inOrder } from './in-order.ts';
import { Incapable } from './incapable.ts';
import { sentence } from './issues.ts';

/** The name of the static requirement in the Composition's step. */
export const environmentRequirement = 'environment';

export type Environment = EnvironmentBase & Readonly<Record<string, unknown>>;

/**
 * The environment with its defaults. Throws where it is absent or lacks what the schema asks for: composing without it is never safe.
 * That cannot deadlock: core fetches what the step itself requires before the first call. Facts that the API does not know are let
 * through, because one EnvironmentConfig serves functions of several releases side by side.
 */
export function readEnvironment(given: Resources | undefined, schema: Schema, kind: string, name: string): Environment {
  if (given === undefined) {
    throw new Incapable(
      `The step of the Composition does not require the resource "${environmentRequirement}": the platform team must install the Compositions that belong to this function`,
    );
  }
  const config = given.items[0]?.resource;
  if (config === undefined) {
    throw new Incapable(
      `EnvironmentConfig ${name} does not exist in this cluster: the platform team must create it before ${kind} can be served`,
    );
  }
  const environment: unknown = applyDefaults(schema, inOrder(config['data'] ?? {}));
  const issues = check(schema, environment, { path: 'data', strict: false });
  if (issues.length === 0) return environment as Environment;
  throw new Incapable(
    `EnvironmentConfig ${name} lacks facts that ${kind} needs: ${sentence(issues)}; the platform team must complete it`,
  );
}

/** Throws where optional sections are absent that the target cannot do without. */
export function requireSections(
  environment: Environment,
  needs: readonly string[],
  { kind, target, name }: { kind: string; target: string; name: string },
): void {
  const absent = needs.filter((section) => environment[section] === undefined || environment[section] === null);
  if (absent.length === 0) return;
  const paths = absent.map((section) => `data.${section}`).join(' and ');
  throw new Incapable(
    `EnvironmentConfig ${name} has no ${paths}, which ${kind} needs on target ${target}; the platform team must add it`,
  );
}
