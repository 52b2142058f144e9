/** Lets the ImageConfigs of a bundle hold behind a mirror, too: Crossplane finds them by the address that it really pulls from. */
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

/**
 * The ImageConfig that says of a mirror what this one says of the registry about pods or signatures; nothing for other objects, and without a
 * mirror. It is an object of its own: a controller that applies the bundle from Git would take a second address out of the first one.
 */
export function mirrored(
  { metadata: { name, labels }, ...object }: Item,
  redirections: readonly Redirection[],
): Item[] {
  const spec = object.spec as Spec | undefined;
  if (object.kind !== 'ImageConfig' || (spec?.runtime === undefined && spec?.verification === undefined)) return [];
  const matchImages = (spec.matchImages ?? []).flatMap((match) =>
    redirections.flatMap(({ from, to }) => {
      if (from.startsWith(match.prefix)) return [{ ...match, prefix: to }];
      return match.prefix.startsWith(from) ? [{ ...match, prefix: `${to}${match.prefix.slice(from.length)}` }] : [];
    }),
  );
  if (matchImages.length === 0) return [];
  const metadata = { name: mirroredName(name), ...(labels !== undefined && { labels }) };
  return [{ ...object, metadata, spec: { ...spec, matchImages } }];
}

/** The name of an ImageConfig for the mirror, by that for the registry. */
export function mirroredName(name: string): string {
  return `${name}-mirror`;
}

/** The address in the registry that the cluster's redirections name; the longest prefix decides, as in Crossplane. */
export function redirected(address: string, redirections: readonly Redirection[]): string {
  const [best] = redirections
    .filter(({ from }) => address.startsWith(from))
    .toSorted((one, other) => other.from.length - one.from.length);
  return best === undefined ? address : `${best.to}${address.slice(best.from.length)}`;
}
