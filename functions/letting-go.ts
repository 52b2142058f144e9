/** The end of what a claim no longer wants: what Crossplane lets go of without having been allowed to delete it stays out there for good. */
import type { Composed, ComposedResource } from 'planesmith/runtime';
import { own } from './managed.ts';

interface Managed {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> | undefined } | undefined;
  readonly spec: { readonly managementPolicies?: readonly string[] | undefined };
}

interface Leaving<M extends Managed> {
  readonly model: Composed<M>;
  /** What exists, by key. */
  readonly existing: Readonly<Record<string, M | undefined>>;
  /** Whether the claim keeps its data, so that all stays out there. */
  readonly retain: boolean;
}

const externalName = 'crossplane.io/external-name';

/** What is `wanted`, and once more as it is what no longer is, where the claim retained it before and no longer does: now to be deleted. */
export function lettingGo<M extends Managed>(
  wanted: Readonly<Record<string, ComposedResource<M>>>,
  { model, existing, retain }: Leaving<M>,
): Readonly<Record<string, ComposedResource<M>>> {
  const leaving = Object.entries(existing).flatMap(([key, object]) => {
    const isOver = object === undefined || object.spec.managementPolicies?.includes('*');
    if (retain || isOver || Object.hasOwn(wanted, key)) return [];
    const name = object.metadata?.annotations?.[externalName];
    const metadata = name === undefined ? {} : { annotations: { [externalName]: name } };
    const desired = { metadata, spec: { ...object.spec, managementPolicies: own } };
    return [[key, model(desired as never)] as const];
  });
  return { ...Object.fromEntries(leaving), ...wanted };
}
