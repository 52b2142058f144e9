/** Objects of others that a target must read: required in the response, found in the next request. */
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

/** The selectors as Crossplane is asked. */
export function toRequirements(selectors: readonly ResourceSelector[]): Selectors {
  return Object.fromEntries(selectors.map((selector) => [askedAs(selector), selector]));
}

/** What a target requires, as far as Crossplane has fetched it. */
export interface RequiredObjects {
  readonly selectors: readonly ResourceSelector[];
  /** By the target's own name; undefined for what does not exist, or was not fetched yet. */
  readonly objects: Readonly<Record<string, Unstructured | undefined>>;
  /** Whether Crossplane has looked for all of them. */
  readonly isComplete: boolean;
}

/** Looks up in a request what a target requires. */
export function readRequired(
  requirements: Requirements,
  namespace: string,
  fetched: RunFunctionRequest['requiredResources'],
): RequiredObjects {
  const selectors = toSelectors(requirements, namespace);
  const objects: Record<string, Unstructured | undefined> = {};
  let isComplete = true;
  for (const [name, selector] of Object.entries(selectors)) {
    const found = answered(fetched, selector);
    isComplete &&= found !== undefined;
    objects[name] = found ?? undefined;
  }
  return { selectors: Object.values(selectors), objects, isComplete };
}

/**
 * The requirement's name towards Crossplane. If Crossplane may not read the object it never calls the function again, and its own
 * condition quotes this name (core internal/xfn/required_resources.go, RunFunction). So the name says what is wrong and who acts.
 */
export function askedAs({ kind, namespace, matchName }: ResourceSelector): string {
  const name = [namespace, matchName].filter(Boolean).join('/');
  return `${kind} ${name} (if this lasts, the platform team must let Crossplane get, list and watch that kind)`;
}

/**
 * What Crossplane found for a requirement: the object, `null` if it does not exist, undefined while it has not looked. An object of
 * another name counts as not looked: the first request brings what the last reconcile required, maybe under another name.
 */
export function answered(
  fetched: RunFunctionRequest['requiredResources'],
  selector: ResourceSelector,
): Unstructured | null | undefined {
  const key = askedAs(selector);
  const items = Object.hasOwn(fetched, key) ? fetched[key]?.items : undefined;
  if (items === undefined) return undefined;
  const object = items[0]?.resource as Unstructured | undefined;
  if (object === undefined) return null;
  const { name, namespace } = object.metadata;
  // A cluster-scoped object has no namespace, even if one was asked for.
  const isThere = namespace === undefined || namespace === selector.namespace;
  return name === selector.matchName && isThere ? object : undefined;
}
