/** The kinds that the platform composes, by the objects of each. */
import type { ComposedKind } from 'planesmith/authoring';
import type { KubernetesObject } from 'planesmith/testing';
import { functions } from '../../functions/index.ts';

const kinds = new Map<string, ComposedKind>();
for (const { targets } of Object.values(functions)) {
  for (const { resources } of Object.values(targets)) {
    for (const declaration of Object.values<ComposedKind | { readonly model: ComposedKind }>(resources)) {
      const kind = 'model' in declaration ? declaration.model : declaration;
      kinds.set(`${kind.apiVersion} ${kind.kind}`, kind);
    }
  }
}

/** Why the owner of an object refuses its values together; undefined if it accepts them. */
export function refusalOf(object: KubernetesObject): string | undefined {
  const accepted = kinds.get(`${object.apiVersion} ${object.kind}`)?.accepted as
    ((object: KubernetesObject) => true | string) | undefined;
  const verdict = accepted?.(object) ?? true;
  return verdict === true ? undefined : verdict;
}
