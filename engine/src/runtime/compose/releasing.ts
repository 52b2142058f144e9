/**
 * Lets go of what a target releases. A provider decides by the policies of the object that it sees deleted, so the object is composed without
 * `Delete` until its provider has seen that. From then on it is not composed, and the provider leaves alone what it made.
 */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { UserError } from '../../errors.ts';
import { asItIs } from './leaving.ts';
import type { Stray } from './undeclared.ts';

interface Managed {
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type?: string;
      readonly status?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/**
 * The objects to compose, by key. Throws a `UserError` for one without management policies: the rights of Crossplane let nobody but its
 * garbage collection decide on such an object, which deletes it (core composite/composition_functions.go, GarbageCollectComposedResources).
 */
export function releasing(released: Readonly<Record<string, Resource>>): Readonly<Record<string, Unstructured>> {
  const objects: Record<string, Unstructured> = {};
  for (const key of Object.keys(released).toSorted()) {
    const object = released[key]?.resource as unknown as Stray['object'] & Managed;
    const { kind, metadata, spec } = object;
    const policies = spec?.managementPolicies;
    if (policies === undefined) {
      throw new UserError(
        `${kind} ${metadata.name} under the key ${key} cannot be released, since it has no spec.managementPolicies, so nothing was changed: ` +
          'the platform team must declare the key again, and to let the object go, return none(why) for it',
      );
    }
    const kept = withoutDelete(policies);
    const isLast = kept.length === policies.length;
    if (isLast && isSeen(object)) continue;
    objects[key] = asItIs(isLast ? object : { ...object, spec: { ...spec, managementPolicies: kept } });
  }
  return objects;
}

/** All that `*` stands for, but `Delete`: a combination that providers support (crossplane-runtime pkg/reconciler/managed/policies.go). */
const allButDelete = ['Observe', 'Create', 'Update', 'LateInitialize'];

function withoutDelete(policies: readonly string[]): readonly string[] {
  if (policies.includes('*')) return allButDelete;
  return policies.includes('Delete') ? policies.filter((policy) => policy !== 'Delete') : policies;
}

/**
 * Whether the provider has reconciled the present generation. Providers report it in `Synced`, which is False if their flag
 * `--enable-management-policies` is off (crossplane-runtime v2.4.0 pkg/reconciler/managed/policies.go, Validate; it is on by default, as in
 * provider-sql v0.16.0 cmd/provider/main.go:52). One that reports no generation cannot be waited for.
 */
function isSeen({ metadata: { generation = 0 }, status }: Managed): boolean {
  const synced = status?.conditions?.find(({ type }) => type === 'Synced');
  if (synced?.observedGeneration === undefined) return true;
  return synced.status === 'True' && synced.observedGeneration >= generation;
}
