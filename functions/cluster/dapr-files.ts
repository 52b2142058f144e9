/** The exporter `dapr`: components and policies as `dapr run --resources-path` reads them on a machine without a cluster. */
import { type ExportedClaim, type ExportedObject, type Exporter, UserError } from 'planesmith/authoring';

interface Setting {
  readonly name: string;
  readonly value?: unknown;
  readonly secretKeyRef?: { readonly name: string; readonly key?: string };
}

/** The name of the component that takes the place of Kubernetes' Secrets. */
const store = 'local-secrets';

/**
 * The objects of Dapr's group without what only a cluster knows, which are labels, owners and namespace. Their secrets come from a file
 * `secrets.json` beside them (docs.dapr.io/reference/components-reference/supported-secret-stores/file-secret-store).
 */
export const exporter: Exporter = (claims) => {
  refuseSharedNames(claims);
  const secrets = new Map<string, Set<string>>();
  const daprObjects = claims.flatMap(({ objects }) => objects.filter(isOfDapr));
  const files = daprObjects.map((object): ExportedObject => {
    const { apiVersion, kind, metadata, status: _, ...body } = object;
    const refs = settingsOf(object).flatMap(({ secretKeyRef }) => (secretKeyRef === undefined ? [] : [secretKeyRef]));
    for (const { name, key = name } of refs) secrets.set(name, (secrets.get(name) ?? new Set()).add(key));
    const auth = refs.length > 0 && { auth: { secretStore: store } };
    return { apiVersion, kind, metadata: { name: metadata.name ?? '' }, ...auth, ...body };
  });
  return {
    objects: secrets.size > 0 ? [secretStore, ...files] : files,
    notes:
      files.length === 0
        ? ['none of these claims becomes an object of Dapr']
        : [...secrets]
            .toSorted()
            .map(([name, keys]) => `secrets.json must hold ${name} with ${[...keys].toSorted().join(', ')}`),
  };
};

const secretStore: ExportedObject = {
  apiVersion: 'dapr.io/v1alpha1',
  kind: 'Component',
  metadata: { name: store },
  spec: {
    type: 'secretstores.local.file',
    version: 'v1',
    metadata: [
      { name: 'secretsFile', value: './secrets.json' },
      { name: 'multiValued', value: 'true' },
    ],
  },
};

/**
 * Throws a `UserError` if two claims become objects of one kind and name: a folder with both would stop every sidecar
 * (github.com/dapr/dapr/blob/51caceaea161/pkg/internal/loader/disk/disk.go Load).
 */
function refuseSharedNames(claims: readonly ExportedClaim[]): void {
  const owners = new Map<string, ExportedObject>();
  for (const { claim, objects } of claims) {
    for (const { kind, metadata } of objects.filter(isOfDapr)) {
      const object = `${kind} ${metadata.name}`;
      const other = owners.get(object);
      if (other !== undefined) {
        throw new UserError(
          `${titleOf(other)} and ${titleOf(claim)} both become ${object}, and without a cluster Dapr has no namespaces to tell them apart`,
          { hint: 'render them one by one, each into a folder of its own' },
        );
      }
      owners.set(object, claim);
    }
  }
}

function isOfDapr({ apiVersion }: ExportedObject): boolean {
  return apiVersion.startsWith('dapr.io/');
}

function titleOf({ kind, metadata: { namespace, name } }: ExportedObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function settingsOf({ kind, spec }: ExportedObject): readonly Setting[] {
  if (kind !== 'Component') return [];
  return (spec as { readonly metadata?: readonly Setting[] } | undefined)?.metadata ?? [];
}
