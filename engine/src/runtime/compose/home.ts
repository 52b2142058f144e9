/** The namespace that a claim provides: everything else that it composes lives as long as that namespace. */
import { type Declarations, isMain } from '../../authoring/declaration.ts';
import type { Part } from './part.ts';

/** An owner reference to a namespace. */
export interface Home {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace';
  readonly name: string;
  readonly uid: string;
}

/**
 * The Namespace that exists as the main resource of a claim; undefined if there is none.
 *
 * Crossplane lets go of a deleted claim at once, and the garbage collector then deletes its objects in any order. It leaves an object alone
 * while one of its owners exists (kubernetes v1.36.3 pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem). So limits,
 * rights and network policies stay until the namespace is really gone, even if the API server refuses to delete that for now.
 */
export function homeOf(declarations: Declarations, parts: readonly Part[]): Home | undefined {
  const { observed } = parts.find(({ base, model }) => isMain(declarations[base]!) && isNamespace(model)) ?? {};
  const { name, uid } = observed?.metadata ?? {};
  return typeof name === 'string' && typeof uid === 'string'
    ? { apiVersion: 'v1', kind: 'Namespace', name, uid }
    : undefined;
}

/** Whether this is the kind of Kubernetes' namespaces. */
export function isNamespace({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return apiVersion === 'v1' && kind === 'Namespace';
}

/** The object, owned by the namespace too unless it is that namespace. */
export function livingIn(home: Home | undefined, object: Record<string, unknown>): Record<string, unknown> {
  if (home === undefined || isNamespace(object as never)) return object;
  return { ...object, metadata: { ...(object['metadata'] as object), ownerReferences: [home] } };
}
