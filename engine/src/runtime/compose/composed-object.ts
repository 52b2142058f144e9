/** A composed resource as Crossplane applies it. */
import type { AnyApi } from '../../schema/index.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Part } from './part.ts';

/** The full object: identity, labels and all that the target wants, also if it exists already. */
export function composedObject(
  { key, model, name, wanted, observed }: Part,
  { api, claim, labels }: { api: AnyApi; claim: Claim; labels: Readonly<Record<string, string>> },
): Record<string, unknown> {
  const { metadata, ...body } = wanted.desired;
  const namespace =
    observed === undefined ? namespaceOf(key, { api, claim, wanted, model }) : observed.metadata.namespace;
  return {
    apiVersion: model.apiVersion,
    kind: model.kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { ...metadata?.labels, ...labels },
      ...(metadata?.annotations && { annotations: metadata.annotations }),
    },
    ...body,
  };
}

/**
 * The claim's namespace, always set: without one, Crossplane takes a composed object of the claims flavour for cluster-scoped, and fails at
 * it in every reconcile. Only a cluster-scoped API chooses namespaces itself.
 */
function namespaceOf(
  key: string,
  { api, claim, wanted, model }: { api: AnyApi; claim: Claim } & Pick<Part, 'wanted' | 'model'>,
): string | undefined {
  if (!model.namespaced) return undefined;
  if (api.scope === 'Namespaced') {
    if (wanted.namespace === undefined || wanted.namespace === claim.namespace) return claim.namespace;
    throw new Error(
      `${key} is composed into namespace ${wanted.namespace}, and a ${api.kind} composes only into its own`,
    );
  }
  if (wanted.namespace !== undefined) return wanted.namespace;
  throw new Error(`${key} needs a namespace: a cluster-scoped ${api.kind} has none to give it`);
}
