/** Objects that a target reads: a response requires them, and the next request has them. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { environmentRequirement } from '../read/environment.ts';
import { secretKey } from '../../authoring/declaration.ts';
import type { Requirements } from '../../authoring/reads.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { kindsIn } from '../read/kinds.ts';
import { fetchedObject, fetchedObjects, isOfAll, type Selectors, toSelector } from '../read/requirement.ts';

/** The selectors of requirements; `namespace` is the default. */
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

/** The objects that a target requires, as far as Crossplane has fetched them. */
export interface RequiredObjects {
  readonly selectors: readonly ResourceSelector[];
  /** By the name that the target gives; undefined for an object that does not exist, or was not fetched yet. */
  readonly objects: Readonly<Record<string, Unstructured | undefined>>;
  /** All of a kind, by the name that the target gives; undefined if they were not fetched yet, and none if the cluster lacks the kind. */
  readonly lists: Readonly<Record<string, readonly Unstructured[] | undefined>>;
  /** Whether Crossplane has looked for all of them. */
  readonly isComplete: boolean;
}

/** Finds in a request the objects that a target requires. */
export function readRequired(
  requirements: Requirements,
  namespace: string,
  request: RunFunctionRequest,
): RequiredObjects {
  const fetched = request.requiredResources;
  const selectors = toSelectors(requirements, namespace);
  const objects: Record<string, Unstructured | undefined> = {};
  const lists: Record<string, readonly Unstructured[] | undefined> = {};
  let isComplete = true;
  for (const [name, selector] of Object.entries(selectors)) {
    if (isOfAll(selector)) {
      lists[name] = fetchedObjects(fetched, selector) ?? (kindsIn(request).of(selector) === 'absent' ? [] : undefined);
      isComplete &&= lists[name] !== undefined;
    } else {
      const object = fetchedObject(fetched, selector);
      isComplete &&= object !== undefined;
      objects[name] = object ?? undefined;
    }
  }
  return { selectors: Object.values(selectors), objects, lists, isComplete };
}
