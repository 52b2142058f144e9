/** What Crossplane fetches for a function: how a response asks for it, and where the next request has it. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { Requirement, RequirementOfAll } from '../../authoring/reads.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';

/** Selectors by the name of their requirement. */
export type Selectors = Readonly<Record<string, ResourceSelector>>;

/** The selector of one requirement; `claimNamespace` is the default, and empty for a claim without one. Without a match, it selects all. */
export function toSelector(requirement: Requirement | RequirementOfAll, claimNamespace: string): ResourceSelector {
  const { apiVersion, kind, namespace = claimNamespace } = requirement;
  const match = 'all' in requirement ? {} : { matchName: requirement.name };
  return { apiVersion, kind, ...match, ...(namespace !== '' && { namespace }) };
}

/** Whether a selector is for all objects of its kind. */
export const isOfAll = ({ matchName, matchLabels }: ResourceSelector) =>
  matchName === undefined && matchLabels === undefined;

/** The selectors under the names by which Crossplane knows them. */
export function toRequirements(selectors: readonly ResourceSelector[]): Selectors {
  return Object.fromEntries(selectors.map((selector) => [requirementName(selector), selector]));
}

/**
 * The requirement's name towards Crossplane. If Crossplane may not read the object, it never calls the function again, and only its own
 * condition quotes this name (core internal/xfn/required_resources.go, RunFunction). So the name says what is wrong and who acts.
 */
export function requirementName(selector: ResourceSelector): string {
  const { apiVersion, kind, namespace, matchName } = selector;
  const name = [namespace, matchName].filter(Boolean).join('/');
  return `${kind} ${isOfAll(selector) ? `of ${apiVersion} in ${namespace}` : name} (if this lasts, the platform team must let Crossplane get, list and watch that kind)`;
}

/**
 * The object that Crossplane fetched for a requirement, `null` if it does not exist, undefined while Crossplane has not looked. An object
 * with another name counts as not fetched: the first request may have an object that the last reconcile required.
 */
export function fetchedObject(
  fetched: RunFunctionRequest['requiredResources'],
  selector: ResourceSelector,
): Unstructured | null | undefined {
  const objects = fetchedObjects(fetched, selector);
  if (objects === undefined) return undefined;
  const [object] = objects;
  if (object === undefined) return null;
  const { name, namespace } = object.metadata;
  // A cluster-scoped object has no namespace, even if the selector has one.
  const isSameNamespace = namespace === undefined || namespace === selector.namespace;
  return name === selector.matchName && isSameNamespace ? object : undefined;
}

/** All objects that Crossplane fetched for a requirement; undefined while it has not looked. */
export function fetchedObjects(
  fetched: RunFunctionRequest['requiredResources'],
  selector: ResourceSelector,
): readonly Unstructured[] | undefined {
  const key = requirementName(selector);
  const items = Object.hasOwn(fetched, key) ? fetched[key]?.items : undefined;
  return items?.map(({ resource }) => resource as unknown as Unstructured);
}
