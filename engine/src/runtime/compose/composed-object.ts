/** The object of a composed resource, as Crossplane applies it. */
import type { AnyApi } from '../../schema/index.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Part } from './part.ts';

/** The object in full, also if it exists already: identity, labels and the fields from the target. */
export function composedObject(
  part: Part,
  { api, claim, labels }: { api: AnyApi; claim: Claim; labels: Readonly<Record<string, string>> },
): Record<string, unknown> {
  const { model, name, resource, observed } = part;
  const { metadata, ...body } = resource.desired;
  const namespace = observed === undefined ? namespaceOf(part, { api, claim }) : observed.metadata.namespace;
  return {
    apiVersion: model.apiVersion,
    kind: model.kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { ...metadata?.labels, ...labels },
      ...withAnnotations({ ...metadata?.annotations, ...movedExternalName(part) }),
      ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
    },
    ...body,
  };
}

const externalName = 'crossplane.io/external-name';

/** The external name of an object that was moved: what its provider made has that name, whatever the present code would call it. */
function movedExternalName({ key, composedAs, observed }: Part): Readonly<Record<string, string>> {
  const name = observed?.metadata.annotations?.[externalName];
  return key === composedAs || name === undefined ? {} : { [externalName]: name };
}

function withAnnotations(annotations: Readonly<Record<string, string>>) {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/**
 * The claim's namespace, or the one that a cluster-scoped API chooses. It is always set: in the claims flavour Crossplane would treat an
 * object without one as cluster-scoped, and every reconcile would fail.
 */
export function namespaceOf(
  { key, resource, model }: Pick<Part, 'key' | 'resource' | 'model'>,
  { api, claim }: { api: AnyApi; claim: Claim },
): string | undefined {
  if (!model.namespaced) return undefined;
  if (api.scope === 'Namespaced') {
    if (resource.namespace === undefined || resource.namespace === claim.namespace) return claim.namespace;
    throw new Error(
      `${key} is composed into namespace ${resource.namespace}, and a ${api.kind} composes only into its own`,
    );
  }
  if (resource.namespace !== undefined) return resource.namespace;
  throw new Error(`${key} needs a namespace: a cluster-scoped ${api.kind} has none to give it`);
}
