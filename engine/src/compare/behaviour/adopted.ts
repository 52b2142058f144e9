/** What the API server makes of objects without an owner once an XR applies them under the same names. */
import { type KubernetesObject, withOwnerPart } from '../../render/index.ts';
import { groupOf } from '../../schema/kind-name.ts';

/**
 * Returns a function that gives an applied object what its orphan has from others: status, finalizers and annotations. A Secret keeps its data for
 * once: what a function copies into it comes from objects that no dump has, but every cluster. Each orphan is adopted once.
 */
export function adoption(orphans: readonly KubernetesObject[]): (applied: KubernetesObject) => KubernetesObject {
  const left = new Map(orphans.map((orphan) => [identityOf(orphan), orphan]));
  return (applied) => {
    const id = identityOf(applied);
    const orphan = left.get(id);
    if (orphan === undefined) return applied;
    left.delete(id);
    const { generation, annotations, finalizers } = orphan.metadata;
    const metadata = {
      ...applied.metadata,
      ...(generation !== undefined && { generation }),
      annotations: { ...annotations, ...applied.metadata.annotations },
    };
    const data = isSecret(applied) && orphan['data'] !== undefined ? { data: orphan['data'] } : {};
    return withOwnerPart({ ...applied, metadata, ...data }, { status: orphan['status'], finalizers });
  };
}

function identityOf({ apiVersion, kind, metadata: { name = '', namespace = '' } }: KubernetesObject): string {
  return [groupOf(apiVersion), kind, namespace, name].join('\0');
}

function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}
