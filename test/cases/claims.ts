/** The claims of the golden cases. */
import { readFileSync } from 'node:fs';
import type { KubernetesObject } from 'planesmith/testing';
import { parse } from 'yaml';

/** The one claim of an example. */
export function example(file: string): KubernetesObject {
  return parse(readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8')) as KubernetesObject;
}

/** The claim with other fields in its spec. */
export function asking(claim: KubernetesObject, spec: object): KubernetesObject {
  return { ...claim, spec: { ...(claim['spec'] as object), ...spec } };
}

/** The claim with an empty spec, which shows every default. */
export function minimal(claim: KubernetesObject): KubernetesObject {
  return { ...claim, spec: {} };
}
