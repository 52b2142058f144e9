/** Objects that somebody else owns and a target must read: asked for in the response, given in the next request. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { environmentRequirement } from '../read/environment.ts';
import { secretKey } from '../../authoring/declaration.ts';
import type { Requirement, Requirements } from '../../authoring/reads.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

export type Selectors = Readonly<Record<string, ResourceSelector>>;

/** The selectors of requirements; a namespace that is not given is the claim's. */
export function toSelectors(requirements: Requirements, namespace: string): Selectors {
  const selectors: Record<string, ResourceSelector> = {};
  for (const [name, requirement] of Object.entries(requirements)) {
    if (name === environmentRequirement || name === secretKey) {
      throw new Error(`the requirement ${name} is the engine's own: give yours another name`);
    }
    selectors[name] = toSelector(requirement, namespace);
  }
  return selectors;
}

export function toSelector(
  { apiVersion, kind, name, namespace: own }: Requirement,
  namespace: string,
): ResourceSelector {
  const where = own ?? namespace;
  return { apiVersion, kind, matchName: name, ...(where !== '' && { namespace: where }) };
}

/**
 * How an object that is asked for is called to core. Where it may not look, or cannot, core never gives an answer to the function, and its
 * own condition quotes this (core internal/xfn/required_resources.go, RunFunction): the only place where what is the matter, and who
 * acts, can be said.
 */
export function askedAs({ kind, namespace, matchName }: ResourceSelector): string {
  const name = [namespace, matchName].filter(Boolean).join('/');
  return `${kind} ${name} (if this lasts, the platform team must let Crossplane get, list and watch that kind)`;
}

/**
 * What core answered to a requirement: the object, `null` where it does not exist, undefined while core has not looked. An answer to
 * another question counts as none: core seeds the first request with what was required in the last reconcile, maybe by another name.
 */
export function answered(
  given: RunFunctionRequest['requiredResources'],
  selector: ResourceSelector,
): Unstructured | null | undefined {
  const asked = askedAs(selector);
  const items = Object.hasOwn(given, asked) ? given[asked]?.items : undefined;
  if (items === undefined) return undefined;
  const object = items[0]?.resource as Unstructured | undefined;
  if (object === undefined) return null;
  const { name, namespace } = object.metadata;
  // A cluster-scoped object has no namespace, whatever was asked for.
  const isThere = namespace === undefined || namespace === selector.namespace;
  return name === selector.matchName && isThere ? object : undefined;
}
