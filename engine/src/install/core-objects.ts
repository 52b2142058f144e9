/** The objects of a bundle that belong into the namespace of Crossplane, wherever a cluster has it. */
import type { BundleFile } from './bundle.ts';
import type { Item } from './kubectl.ts';

/** The part of an ImageConfig that names Secrets with public keys. */
interface Verifying {
  readonly verification?: {
    readonly cosign?: {
      readonly authorities?: readonly { readonly key?: { readonly secretRef?: { readonly name: string } } }[];
    };
  };
}

/** Whether Crossplane looks for an object of these files in its own namespace: what guards its pods, and the keys by which it checks signatures. */
export function isOfCore(files: readonly BundleFile[]): (object: Item) => boolean {
  const keys = new Set(files.flatMap(({ objects }) => objects.flatMap(keysIn)));
  return ({ kind, metadata: { name } }) => kind === 'PodDisruptionBudget' || (kind === 'Secret' && keys.has(name));
}

function keysIn({ kind, spec }: Item): readonly string[] {
  if (kind !== 'ImageConfig') return [];
  const authorities = (spec as Verifying | undefined)?.verification?.cosign?.authorities ?? [];
  return authorities.flatMap(({ key }) => key?.secretRef?.name ?? []);
}

/** The object in the namespace of this account of Crossplane, `<namespace>/<name>`. */
export function inCore(object: Item, account: string): Item {
  return { ...object, metadata: { ...object.metadata, namespace: account.slice(0, account.indexOf('/')) } };
}
