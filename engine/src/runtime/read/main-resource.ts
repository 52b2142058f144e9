/** The main resource of a claim before it is observed: an earlier claim of the same name may have left it. */
import type { ResourceSelector, RunFunctionRequest, State } from '@crossplane-org/function-sdk-typescript';
import type { Claim } from '../../authoring/claim.ts';
import { isMain, modelOf, type Declarations } from '../../authoring/declaration.ts';
import type { ComposedKind } from '../../authoring/model.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { isOurs, type Mark } from './holder.ts';
import { isOf, observe } from './observation.ts';
import { fetchedObject, toSelector } from './requirement.ts';
import type { ResourceNames } from './resource-names.ts';

/** A main resource that is not observed. */
export interface Unobserved {
  /** Its selector, if it must be looked up whatever is decided: it may show earlier decisions, or it does. */
  readonly selector: ResourceSelector | undefined;
  /** Whether Crossplane has not looked for it yet. */
  readonly isUnknown: boolean;
  /** If an earlier claim left it: the observed state, with it. */
  readonly left?: State;
}

interface Seeking {
  readonly claim: Claim;
  readonly name: ResourceNames;
  readonly mark: Mark;
  readonly observed: State | undefined;
  /** All objects that the claim has at present. */
  readonly existing: State | undefined;
  readonly fetched: RunFunctionRequest['requiredResources'];
}

/** Returns a reader of the main resource of one target's claims; it returns undefined if that is observed. */
export function mainReader(target: AnyTarget): (seeking: Seeking) => Unobserved | undefined {
  const [key, model] = mainOf(target.resources);
  const mayShow = showsDecisions(target, key);
  // A cluster-scoped API chooses the namespace of a namespaced resource only when it composes.
  const isPlaced = target.planner.api.scope === 'Namespaced' || !model.namespaced;
  return ({ claim, name: nameOf, mark, observed, existing, fetched }) => {
    const seen = observed?.resources[key]?.resource;
    if (seen !== undefined && isOf(model, seen)) return undefined;
    const { apiVersion, kind } = model;
    const selectorIn = (namespace: string) =>
      toSelector({ apiVersion, kind, name: nameOf(key), namespace: model.namespaced ? namespace : '' }, '');
    const selector = selectorIn(claim.namespace);
    const left = Object.values(fetched)
      .flatMap(({ items }) => items)
      .find(({ resource }) => {
        if (!isOf(model, resource)) return false;
        const object = resource as unknown as Unstructured;
        const { name, namespace } = object.metadata;
        if (isComposed(object, existing)) return false;
        return name === selector.matchName && (!isPlaced || namespace === selector.namespace) && isOurs(object, mark);
      });
    if (left !== undefined) {
      const { namespace } = (left.resource as unknown as Unstructured).metadata;
      const resources = { ...observed?.resources, [key]: left };
      return { selector: selectorIn(namespace ?? ''), isUnknown: false, left: { composite: undefined, resources } };
    }
    if (!isPlaced || !mayShow) return { selector: undefined, isUnknown: false };
    return { selector, isUnknown: fetchedObject(fetched, selector) === undefined };
  };
}

/** Whether the claim has the object already, under another key than that of the main resource. */
function isComposed({ kind, metadata }: Unstructured, existing: State | undefined): boolean {
  return Object.values(existing?.resources ?? {}).some(({ resource }) => {
    const other = resource as unknown as Unstructured;
    return (
      other.kind === kind && other.metadata.name === metadata.name && other.metadata.namespace === metadata.namespace
    );
  });
}

function mainOf(declarations: Declarations): readonly [string, ComposedKind] {
  const [key, declaration] = Object.entries(declarations).find(([, found]) => isMain(found)) as [string, never];
  return [key, modelOf(declaration)];
}

/**
 * Whether `recover` reads the main resource. Others are looked up only when they are composed: some claims have no main resource, and the
 * cluster may then lack its kind, so that a lookup would fail for good.
 */
function showsDecisions({ planner, resources, recover }: AnyTarget, key: string): boolean {
  let isRead = false;
  const nothing = new Proxy(observe(resources, undefined).typed, {
    get(typed, name) {
      if (name === key) isRead = true;
      return Reflect.get(typed, name) as unknown;
    },
  });
  try {
    recover?.(nothing as never, {} as never, {} as never, planner.tables as never);
  } catch {
    // It may count on something that exists.
  }
  return isRead;
}
