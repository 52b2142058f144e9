/** The golden cases of the example app: all its claims with the values of every environment. */
import { type KubernetesObject, manifestFiles, overlay } from 'planesmith/testing';
import { parseAllDocuments } from 'yaml';
import type { GoldenCase } from './index.ts';

const app = `${import.meta.dirname}/../../examples/app`;

/** The claims of the app with the values of an environment. */
export function appClaims(environment: string): KubernetesObject[] {
  const [values] = manifestFiles([`${app}/values.${environment}.yaml`]);
  if (values === undefined) throw new Error(`the app has no values of ${environment}`);
  return overlay(manifestFiles([`${app}/claims`]), values).flatMap(({ text }) =>
    parseAllDocuments(text).map((document) => (document as { toJS(): KubernetesObject }).toJS()),
  );
}

export const appCases: readonly GoldenCase[] = ['dev', 'prod'].flatMap((environment) =>
  appClaims(environment).map((claim) => ({
    claim,
    target: 'incluster',
    environment,
    flavour: 'namespaced' as const,
    state: 'ready' as const,
    name: `app/${environment}-${claim.kind.toLowerCase()}`,
    reason: 'what the shop gets there',
  })),
);
