/** The kinds that the functions compose on a target, read from their declarations. */
import { modelOf } from '../authoring/declaration.ts';
import type { AnyFunctions, AnyModel } from '../authoring/index.ts';

/** A kind in a cluster, and the ClusterRoles to which its bindings may refer. */
export interface ComposedKind extends Pick<AnyModel, 'apiVersion' | 'kind' | 'plural' | 'namespaced'> {
  readonly clusterRoles: readonly string[];
}

/** Every kind that is composed or released on a target, including the connection Secret, sorted by apiVersion and kind. */
export function composedKinds(functions: AnyFunctions, target: string): ComposedKind[] {
  const kinds = new Map<string, ComposedKind>();
  for (const { planner, targets } of Object.values(functions)) {
    const { resources = {}, refactored } = targets[target] ?? {};
    const released = Object.values(refactored?.released ?? {}).filter((kind) => kind !== undefined);
    const declared = [...Object.values(resources).map(modelOf), ...released];
    const promised =
      targets[target] !== undefined && Object.keys(planner.api.secret).length > 0 ? [connectionSecret] : [];
    for (const { apiVersion, kind, plural, namespaced, clusterRoles } of [...declared, ...promised]) {
      kinds.set(`${apiVersion} ${kind}`, { apiVersion, kind, plural, namespaced, clusterRoles });
    }
  }
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

const connectionSecret: ComposedKind = {
  apiVersion: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  clusterRoles: [],
};
