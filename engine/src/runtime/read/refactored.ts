/**
 * Reads what exists under keys that a target no longer declares, but says to have moved or released. Crossplane knows an object by its key,
 * which it writes into an annotation (core composite/composition_render.go), and deletes the object once that key is not desired. So a moved
 * object keeps the key with which it was made, and only the target reads it under the present one.
 */
import type { Resource, State } from '@crossplane-org/function-sdk-typescript';
import { type Declaration, isPerItem, modelOf } from '../../authoring/declaration.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { UserError } from '../../errors.ts';
import { itemKey, objectName, type Owner } from './names.ts';
import { isOf } from './observation.ts';
import { type referencesOf, refersTo } from './references.ts';

type Refactoring = Pick<AnyTarget, 'resources' | 'refactored'>;

/** What exists of a claim, with the refactorings of its target applied. */
export interface Present {
  /** The observed state by present keys, without what is released. */
  readonly observed: State | undefined;
  /** The objects that are neither moved nor released, by key. */
  readonly others: Readonly<Record<string, Resource>>;
  /** The key that Crossplane has for an object, by its present key, if these two differ. */
  readonly former: ReadonlyMap<string, string>;
  /** The objects under released keys, by key. */
  readonly released: Readonly<Record<string, Resource>>;
  /** The objects of which only one can have its key, by that key. */
  readonly clashes: ReadonlyMap<string, readonly Held[]>;
}

/** An object, and the key under which it exists. */
interface Held {
  readonly key: string;
  readonly resource: Resource;
}

/** The observed state as a target reads it. It is the same state if nothing in it was moved or released. */
export function presentOf(target: Refactoring, observed: State | undefined): Present {
  const { refactored } = target;
  const former = new Map<string, string>();
  const clashes = new Map<string, readonly Held[]>();
  const released: Record<string, Resource> = {};
  const others: Record<string, Resource> = {};
  const moved = new Map<string, Held[]>();
  for (const [key, resource] of Object.entries(observed?.resources ?? {})) {
    const present = presentKey(target, key, resource);
    if (present !== undefined) moved.set(present, [...(moved.get(present) ?? []), { key, resource }]);
    else if (isReleased(refactored.released, key, resource)) released[key] = resource;
    else others[key] = resource;
  }
  if (moved.size === 0 && Object.keys(released).length === 0) return { observed, others, former, released, clashes };
  const state = { ...others };
  for (const [present, held] of moved) {
    const all = [...inOrderOfAge(held, refactored.former[baseOf(present)]), ...heldUnder(present, target, others)];
    const living = all.filter(({ resource }) => !isBeingDeleted(resource));
    if (living.length > 1) clashes.set(present, living);
    const { key, resource } = (living[0] ?? all[0]) as Held;
    state[present] = resource;
    if (key !== present) former.set(present, key);
  }
  return { observed: { composite: observed?.composite, resources: state }, others, former, released, clashes };
}

/**
 * Throws a `UserError` if two objects exist of which one was to become the other: an earlier release that did not say `moved` made the second.
 * Only their data tells which one to keep, and Crossplane deletes whichever is not composed.
 */
export function refuseClashes({ clashes }: Present): void {
  for (const [present, held] of clashes) {
    const objects = held.map(({ key, resource }) => `${titleOf(resource)} (key ${key})`).join(' and ');
    throw new UserError(
      `${objects} both exist, and this version of the platform composes only one of them, as ${present}, so nothing was changed: ` +
        'the platform team must look which one is in use and delete the other, and the claim then goes on with the one that is left',
    );
  }
}

/** Where the resources of a claim are: the key and the name that each has for Crossplane, if it had them before it was moved. */
export interface FormerPlaces {
  /** The former key of the resource under a present one. */
  key(base: string, item?: string): string | undefined;
  /** The former name of a resource that does not exist at present. */
  name(base: string, item?: string): string | undefined;
}

/**
 * The former places of what is moved. An object that somebody deleted comes back where it was: the XR goes on referring to it until the
 * function composes something else (core composite/composition_functions.go, UpdateResourceRefs).
 */
export function formerPlaces(
  { resources, refactored }: Refactoring,
  { former, observed }: Present,
  { owner, references }: { readonly owner: Owner; readonly references: ReturnType<typeof referencesOf> },
): FormerPlaces {
  const full = (base: string, item?: string) => (item === undefined ? base : itemKey(base, item));
  const lost = (base: string, item?: string) => {
    if (!Object.hasOwn(refactored.former, base) || Object.hasOwn(observed?.resources ?? {}, full(base, item))) return;
    const model = modelOf(resources[base] as Declaration);
    return refactored.former[base]
      ?.map((before) => full(before, item))
      .map((key) => ({ key, name: objectName(owner, key, model.nameLimit) }))
      .find(({ name }) => refersTo(references, model, name));
  };
  return {
    key: (base, item) => former.get(full(base, item)) ?? lost(base, item)?.key,
    name: (base, item) => lost(base, item)?.name,
  };
}

/** The present key of an object under a former one; undefined if it was not moved, or is of another kind than what is there now. */
function presentKey({ resources, refactored }: Refactoring, key: string, { resource }: Resource): string | undefined {
  const base = baseOf(key);
  if (Object.hasOwn(resources, base) || !Object.hasOwn(refactored.present, base)) return undefined;
  const present = refactored.present[base] as string;
  const declaration = resources[present] as Declaration;
  if (isPerItem(declaration) !== (key !== base) || !isOf(modelOf(declaration), resource)) return undefined;
  return `${present}${key.slice(base.length)}`;
}

/** The object under the present key, if it is of the kind that is there now. */
function heldUnder(present: string, { resources }: Refactoring, others: Present['others']): readonly Held[] {
  const own = Object.hasOwn(others, present) ? others[present] : undefined;
  if (own === undefined || !isOf(modelOf(resources[baseOf(present)] as Declaration), own.resource)) return [];
  return [{ key: present, resource: own }];
}

function inOrderOfAge(held: readonly Held[], oldestFirst: readonly string[] = []): readonly Held[] {
  const age = ({ key }: Held) => oldestFirst.indexOf(baseOf(key));
  return held.toSorted((a, b) => age(a) - age(b));
}

/** The declared key behind a full one. */
export function baseOf(key: string): string {
  const dot = key.indexOf('.');
  return dot === -1 ? key : key.slice(0, dot);
}

const isBeingDeleted = ({ resource }: Resource) =>
  (resource as unknown as Unstructured).metadata.deletionTimestamp !== undefined;

function titleOf({ resource }: Resource): string {
  const { kind, metadata } = resource as unknown as Unstructured;
  return `${kind} ${metadata.name}`;
}

function isReleased(released: AnyTarget['refactored']['released'], key: string, { resource }: Resource): boolean {
  const base = baseOf(key);
  if (!Object.hasOwn(released, base)) return false;
  const kind = released[base];
  return kind === undefined || isOf(kind, resource);
}
