/** The two ways a platform serves its APIs, and the names that an XR has in each. */
import { UserError } from '../errors.ts';
import type { AnyApi } from './api.ts';

/** `namespaced`: the developer's object is the XR (XRD v2). `claims`: it is a Crossplane v1 Claim with an XR of its own kind (XRD v1). */
export type Flavour = 'namespaced' | 'claims';

/** Both flavours. */
export const flavours: readonly Flavour[] = ['namespaced', 'claims'];

/** The flavour of one API: claims are namespaced, so a cluster-scoped API is always served in the namespaced flavour. */
export function xrdFlavour(api: Pick<AnyApi, 'scope'>, flavour: Flavour): Flavour {
  return api.scope === 'Cluster' ? 'namespaced' : flavour;
}

type ApiNames = Pick<AnyApi, 'kind' | 'plural' | 'singular'>;

/** The XR's kind in the given flavour: `Database`, or `XDatabase` behind a claim. */
export function xrKind(api: ApiNames, flavour: Flavour): string {
  return flavour === 'claims' ? `X${api.kind}` : api.kind;
}

/** The XR's plural in the given flavour: `databases`, or `xdatabases` behind a claim. */
export function xrPlural(api: ApiNames, flavour: Flavour): string {
  return flavour === 'claims' ? `x${api.plural}` : api.plural;
}

/** The XR's singular in the given flavour: `database`, or `xdatabase` behind a claim. */
export function xrSingular(api: ApiNames, flavour: Flavour): string {
  return flavour === 'claims' ? `x${api.singular}` : api.singular;
}

/** The name of the XRD and of the CRD that Crossplane creates from it; throws a `UserError` if it is too long for Kubernetes. */
export function xrdName(api: ApiNames, group: string, flavour: Flavour): string {
  const name = `${xrPlural(api, flavour)}.${group}`;
  if (name.length <= 253) return name;
  throw new UserError(
    `the name ${name} of the definition of ${api.kind} has ${name.length} characters, of 253 at most`,
    {
      hint: 'choose a shorter group or plural',
    },
  );
}

/** The name of the Composition for a target: `<plural>-<target>` in both flavours, the same in every release. */
export function compositionName(api: Pick<AnyApi, 'plural'>, target: string): string {
  return `${api.plural}-${target}`;
}
