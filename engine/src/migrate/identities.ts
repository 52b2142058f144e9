/**
 * Proves that a claim keeps what it has when its platform is served in the other flavour. Its objects lose their owner, and the namespaced XR of
 * the same name takes them up.
 */
import { aboutRelease, fieldsIn, type WrittenClaim } from '../compare/behaviour/about.ts';
import { compareReleases } from '../compare/behaviour/compare-releases.ts';
import { asWritten, type LiveStates } from '../compare/behaviour/live.ts';
import { settler } from '../compare/behaviour/settle.ts';
import { type Cell, isState, placeOf, type Settled } from '../compare/behaviour/settled.ts';
import type { Finding } from '../compare/finding.ts';
import type { Platform } from '../platform/platform.ts';
import { claimNameLabel, claimNamespaceLabel, compositeLabel, type KubernetesObject } from '../render/object.ts';

/** A claim before and after its file is rewritten. */
export interface MovedClaim extends WrittenClaim {
  /** The namespaced XR. Its kind, name and namespace are those of the claim. */
  readonly xr: KubernetesObject;
  readonly target: string;
}

/** The cluster in which the claims move. */
export interface Cluster {
  /** The name of the environment, and its EnvironmentConfig. */
  readonly environment: readonly [string, KubernetesObject];
  /** The claims and their objects, if the cluster was dumped. @default as the functions would make them */
  readonly live?: LiveStates | undefined;
}

/** A claim and its XR were not made at one time, and some names have that time in them. */
const [claimedAt, movedAt] = ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z'];

/** Crossplane writes other values here, since the XR has another name and no claim. */
const ofCrossplane = new Set([compositeLabel, claimNameLabel, claimNamespaceLabel]);

/** What the move does to the claims. */
export interface Moved {
  /** By the rules of `compare`; none if every object, name and field stays. */
  readonly findings: readonly Finding[];
  /** How many objects the claims have before they move. */
  readonly objects: number;
  /** The claims that have no objects, since they are refused as they are: each in a sentence. */
  readonly unproven: readonly string[];
}

/** Lets the claims move in a simulated cluster. */
export async function moveClaims(
  platform: Platform,
  claims: readonly MovedClaim[],
  { environment: [environment, config], live }: Cluster,
): Promise<Moved> {
  const environments = { [environment]: config };
  const about = await aboutRelease(platform, []);
  const claimed = await settler(platform, { environments, flavour: 'claims', createdAt: claimedAt });
  const adopted = await settler(platform, { environments, finds: 'orphans', createdAt: movedAt });
  const xrs = new Map<Cell['claim'], KubernetesObject>(claims.map(({ claim, xr }) => [claim, xr]));
  const unproven: string[] = [];
  let objects = 0;
  const findings = await compareReleases({
    cells: claims.map(({ xr: _, ...cell }) => ({ ...cell, environment })),
    before: (cell) => {
      const state = live?.(cell.claim);
      const old = state === undefined ? claimed(cell) : { ...placeOf(cell), outcome: state };
      if (isState(old.outcome)) objects += old.outcome.composed.length;
      else unproven.push(`${old.kind} ${old.claim} is refused as it is: ${old.outcome.refusal}`);
      return withoutLabels(old);
    },
    after: (cell, from) => withoutLabels(adopted({ ...cell, claim: xrs.get(cell.claim) ?? cell.claim }, from)),
    fieldsOf: fieldsIn(about),
    ...(live !== undefined && { counted: asWritten }),
  });
  return { findings, objects, unproven };
}

function withoutLabels(settled: Settled): Settled {
  const { outcome } = settled;
  if (!isState(outcome)) return settled;
  const composed = outcome.composed.map(({ metadata: { labels = {}, ...metadata }, ...object }) => {
    const own = Object.entries(labels).filter(([name]) => !ofCrossplane.has(name));
    return { ...object, metadata: { ...metadata, labels: Object.fromEntries(own) } } as KubernetesObject;
  });
  return { ...settled, outcome: { ...outcome, composed } };
}
