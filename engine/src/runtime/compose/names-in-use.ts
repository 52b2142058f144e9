/**
 * Looks up the names that a claim is about to use: those of its main resource and of namespaces. Others may have made an object of that
 * name, with all that depends on it. Every other name has a hash.
 */
import type { Resource, ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import type { Claim } from '../../authoring/claim.ts';
import { type Declarations, isMain } from '../../authoring/declaration.ts';
import type { Refusal } from '../../authoring/planner.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import type { AnyApi } from '../../schema/index.ts';
import { isOurs, type Mark, taken } from '../read/holder.ts';
import { isOf } from '../read/observation.ts';
import type { Present } from '../read/refactored.ts';
import { fetchedObject, toSelector } from '../read/requirement.ts';
import { namespaceOf } from './composed-object.ts';
import { isNamespace } from './home.ts';
import type { Part } from './part.ts';

/** The names that the parts of a claim will use. */
export interface NamesInUse {
  readonly selectors: readonly ResourceSelector[];
  /** The keys of the parts for whose names Crossplane has not looked yet, or that something released still has. */
  readonly unsure: ReadonlySet<string>;
  /** A refusal for each name that belongs to others. */
  readonly taken: readonly Refusal[];
}

interface Place {
  readonly api: AnyApi;
  readonly claim: Claim;
  readonly mark: Mark;
  readonly declarations: Declarations;
  readonly requiredResources: RunFunctionRequest['requiredResources'];
  /** What the target released: such an object keeps its name until it is gone. */
  readonly released: Present['released'];
}

/** Finds in a request who has the names of the parts that do not exist yet. */
export function lookUpNames(parts: readonly Part[], place: Place): NamesInUse {
  const { mark, declarations, requiredResources, released } = place;
  const selectors: ResourceSelector[] = [];
  const unsure = new Set<string>();
  const refusals: Refusal[] = [];
  for (const part of parts) {
    const { key, base, model, name, observed } = part;
    if (observed !== undefined || !(isMain(declarations[base]!) || isNamespace(model))) continue;
    if (Object.values(released).some(({ resource }) => isOf(model, resource) && nameIn(resource) === name)) {
      unsure.add(key);
      continue;
    }
    const { apiVersion, kind } = model;
    const selector = toSelector({ apiVersion, kind, name, namespace: namespaceOf(part, place) ?? '' }, '');
    const holder = fetchedObject(requiredResources, selector);
    selectors.push(selector);
    if (holder === undefined) unsure.add(key);
    else if (holder !== null && !isOurs(holder, mark)) refusals.push(taken(holder, mark));
  }
  return { selectors, unsure, taken: refusals };
}

const nameIn = (object: Resource['resource']) => (object as unknown as Unstructured).metadata.name;
