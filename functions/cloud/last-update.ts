/**
 * The last update of resources that a claim no longer wants. Providers delete by the spec that they saw last, so each resource is composed
 * once more with its final deletion settings before it is dropped.
 */
import type { Composed, ComposedResource } from 'planesmith/authoring';
import { managedFinalizer, policiesFor, withLateInitialisation } from './managed.ts';

interface Existing {
  readonly metadata?:
    | {
        readonly annotations?: Readonly<Record<string, string>> | undefined;
        readonly finalizers?: readonly string[] | undefined;
      }
    | undefined;
  readonly spec?: object | undefined;
}

type Spec<M extends Existing> = NonNullable<M['spec']>;

interface LastUpdate<M extends Existing> {
  readonly model: Composed<M>;
  /** The resources that exist, by key. */
  readonly existing: Readonly<Record<string, M | undefined>>;
  /** Returns the final spec of a resource. */
  readonly last: (spec: Spec<M>) => Spec<M>;
  /** Whether the controller that deletes the resource has seen its final spec. @default as soon as the resource has that spec */
  readonly isKnown?: (object: M) => boolean;
}

const externalName = 'crossplane.io/external-name';

/** The wanted resources, and those that are no longer wanted and do not have their final spec yet. */
export function withLastUpdates<M extends Existing>(
  wanted: Readonly<Record<string, ComposedResource<M>>>,
  { model, existing, last, isKnown = () => true }: LastUpdate<M>,
): Readonly<Record<string, ComposedResource<M>>> {
  const unwanted = Object.entries(existing).flatMap(([key, object]) => {
    if (object?.spec === undefined || Object.hasOwn(wanted, key)) return [];
    const spec = last(object.spec);
    const isLast = JSON.stringify(spec) === JSON.stringify(object.spec);
    if (isLast && isKnown(object)) return [];
    return [[key, model({ metadata: keptOf(object.metadata), spec } as never)] as const];
  });
  return { ...Object.fromEntries(unwanted), ...wanted };
}

/**
 * The external name of a resource, and the finalizer of a managed one. The claim may have composed the finalizer: without it the object would be gone
 * before its provider deletes anything.
 */
function keptOf({ annotations, finalizers }: NonNullable<Existing['metadata']> = {}) {
  const name = annotations?.[externalName];
  return {
    ...(name !== undefined && { annotations: { [externalName]: name } }),
    ...(finalizers?.includes(managedFinalizer) && { finalizers: [managedFinalizer] }),
  };
}

/** Returns the final spec of a managed resource: the cloud keeps the resource if the claim retains its data, and else deletes it. */
export function lastPolicies({ retain }: { readonly retain: boolean }) {
  const policies = policiesFor(retain);
  return <S extends object>(spec: S): S => {
    const { managementPolicies: before = [] } = spec as { readonly managementPolicies?: readonly string[] };
    const isNamedByProvider = before.includes('*') || before.includes('LateInitialize');
    return { ...spec, managementPolicies: isNamedByProvider ? withLateInitialisation(policies) : policies };
  };
}
