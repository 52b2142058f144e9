/** The claims with which a cluster is tried: the smallest of each API, or one that somebody gives. */
import { unfilledIssues } from '../judge/unfilled.ts';
import type { Offer } from '../judge/verdict.ts';
import { minimalClaim } from '../scaffold/minimal.ts';
import { type AnyApi, keepingNoData } from '../schema/index.ts';

/** A claim to make. */
export interface SmokeClaim {
  readonly api: AnyApi;
  /** As `kubectl` names its kind, such as `caches.platform.example.org`. */
  readonly resource: string;
  /** With the name and, unless its API is cluster-scoped, the namespace in which it is tried. */
  readonly claim: Claim;
}

/** A claim as an object. */
export interface Claim {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A claim that somebody gives: its name and its namespace are not used. */
export type Given = Pick<Claim, 'apiVersion' | 'kind'> & { readonly spec?: unknown };

/** An API that is not tried, with the reason. */
export interface Untried {
  readonly kind: string;
  readonly says: string;
}

/** How claims are named. */
export interface SmokePlace {
  readonly namespace: string;
  readonly name: string;
}

/** What is tried of the APIs that the cluster serves; `given` are claims that are used in place of the smallest ones. */
export function smokeClaims(
  offer: Offer,
  served: ReadonlySet<string>,
  place: SmokePlace,
  given: readonly Given[],
): { readonly claims: readonly SmokeClaim[]; readonly untried: readonly Untried[] } {
  const claims: SmokeClaim[] = [];
  const untried: Untried[] = [];
  for (const api of Object.values(offer.apis)) {
    const resource = `${api.plural}.${offer.group}`;
    const claim = smokeClaim(api, offer, place, given);
    if (!served.has(resource)) untried.push({ kind: api.kind, says: `the cluster does not serve ${resource}` });
    else if (unfilledIssues(api.spec, claim.spec, 'spec').length > 0) {
      untried.push({
        kind: api.kind,
        says: 'its smallest claim has a value that cannot be guessed: give one with --claims',
      });
    } else claims.push({ api, resource, claim });
  }
  return { claims, untried };
}

function smokeClaim(api: AnyApi, offer: Offer, { namespace, name }: SmokePlace, given: readonly Given[]): Claim {
  const own = given.find(({ apiVersion, kind }) => kind === api.kind && apiVersion.startsWith(`${offer.group}/`));
  const claim = own ?? (minimalClaim(api, offer, name, undefined) as Claim);
  const metadata = api.scope === 'Cluster' ? { name: namespace } : { name, namespace };
  // What is tried is to be gone afterwards, also where claims retain their data.
  return {
    apiVersion: claim.apiVersion,
    kind: claim.kind,
    metadata,
    spec: { ...Object(claim.spec), ...keepingNoData(api) },
  };
}
