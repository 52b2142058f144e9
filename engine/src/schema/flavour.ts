/** The two ways a platform serves its APIs, and the one place that knows how the XR of a claim is named. */
import type { AnyApi } from './api.ts';

/** `namespaced`: the developer's object is the XR (XRD v2). `claims`: it is a Crossplane v1 Claim with an XR of its own kind (XRD v1). */
export type Flavour = 'namespaced' | 'claims';

/** Both flavours. */
export const flavours: readonly Flavour[] = ['namespaced', 'claims'];

type Named = Pick<AnyApi, 'kind' | 'plural' | 'singular'>;

/** The XR's kind in the given flavour: `Database`, or `XDatabase` behind a claim. */
export function xrKind(api: Named, flavour: Flavour): string {
  return flavour === 'claims' ? `X${api.kind}` : api.kind;
}

/** The XR's plural in the given flavour: `databases`, or `xdatabases` behind a claim. */
export function xrPlural(api: Named, flavour: Flavour): string {
  return flavour === 'claims' ? `x${api.plural}` : api.plural;
}

/** The XR's singular in the given flavour: `database`, or `xdatabase` behind a claim. */
export function xrSingular(api: Named, flavour: Flavour): string {
  return flavour === 'claims' ? `x${api.singular}` : api.singular;
}
