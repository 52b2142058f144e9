/** Lets settings of packages hold behind a mirror, too: Crossplane finds them by the address that it really pulls from. */
import { type Item, itemsOf, type Kubectl } from './kubectl.ts';

/** A redirection of packages: addresses that begin with `from` are pulled as if they began with `to`. */
export interface Redirection {
  readonly from: string;
  readonly to: string;
}

interface Match {
  readonly type?: string;
  readonly prefix: string;
}

interface Spec {
  readonly matchImages?: readonly Match[];
  readonly rewriteImage?: { readonly prefix: string };
  readonly runtime?: unknown;
  readonly verification?: unknown;
}

/** The redirections of the cluster, from its ImageConfigs. */
export async function redirectionsOf(kubectl: Kubectl): Promise<readonly Redirection[]> {
  return (await itemsOf(kubectl, 'imageconfigs.pkg.crossplane.io')).flatMap((item) => {
    const { matchImages = [], rewriteImage } = item.spec as Spec;
    return rewriteImage === undefined
      ? []
      : matchImages.map(({ prefix }) => ({ from: prefix, to: rewriteImage.prefix }));
  });
}

/** An ImageConfig on pods or signatures that also matches what its addresses are redirected to; any other object as it is. */
export function mirrored(object: Item, redirections: readonly Redirection[]): Item {
  const spec = object.spec as Spec | undefined;
  if (object.kind !== 'ImageConfig' || spec === undefined) return object;
  if (spec.runtime === undefined && spec.verification === undefined) return object;
  const matchImages = (spec.matchImages ?? []).flatMap((match) => [
    match,
    ...redirections
      .filter(({ from }) => match.prefix.startsWith(from))
      .map(({ from, to }) => ({ ...match, prefix: `${to}${match.prefix.slice(from.length)}` })),
  ]);
  return { ...object, spec: { ...spec, matchImages } };
}

/** The address in the registry that the cluster's redirections name; the longest prefix decides, as in Crossplane. */
export function redirected(address: string, redirections: readonly Redirection[]): string {
  const [best] = redirections
    .filter(({ from }) => address.startsWith(from))
    .toSorted((one, other) => other.from.length - one.from.length);
  return best === undefined ? address : `${best.to}${address.slice(best.from.length)}`;
}
