/** Every state with the verdicts on it, as the real programs give them now; `node test/real/health/asked.ts` records them. */
import type { KubernetesObject } from 'planesmith/testing';
import { type ClaimInState, claimsInStates } from '../../health/claims.ts';
import { packagesInStates } from '../../health/packages.ts';
import { askedToday, type PackageRow, type Recorded, type Row, shapeOf, writeRecorded } from '../../health/recorded.ts';
import { type Verdict, type Verdicts, verdictsOn } from './verdicts.ts';

/** A claim in a state with the verdicts on it. */
export interface JudgedClaim extends ClaimInState {
  readonly verdicts: Verdicts;
}

/** A package in a state with the verdicts on it. */
export interface JudgedPackage {
  readonly kind: string;
  readonly state: (typeof packagesInStates)[number]['state'];
  readonly object: KubernetesObject;
  readonly verdicts: Verdicts;
}

/** The verdicts on every claim and package in every state. */
export interface Judged {
  readonly claims: readonly JudgedClaim[];
  readonly packages: readonly JudgedPackage[];
}

export async function judgedNow(): Promise<Judged> {
  const claims = claimsInStates();
  const verdicts = await verdictsOn([...claims, ...packagesInStates].map(({ object }) => object));
  return {
    claims: claims.map((claim, index) => ({ ...claim, verdicts: verdicts[index]! })),
    packages: packagesInStates.map((one, index) => ({ ...one, verdicts: verdicts[claims.length + index]! })),
  };
}

/** What is recorded of the verdicts; throws if two objects in the same state get different ones. */
export function toRecorded({ claims, packages }: Judged): Recorded {
  const rows = new Map<string, Row>();
  for (const { state, form, object, place, verdicts } of claims) {
    const { argo, flux, wait, kstatus } = verdicts;
    const said = { argo: word(argo), flux: word(flux), wait: word(wait), kstatus: word(kstatus) };
    const key = `${form} ${state.name}`;
    const known = rows.get(key) ?? { state: state.name, form, ...said, shapes: [] };
    const { shapes, ...others } = known;
    if (JSON.stringify(others) !== JSON.stringify({ state: state.name, form, ...said })) {
      throw new Error(`${place}, ${state.name}: ${JSON.stringify(said)} in place of ${JSON.stringify(others)}`);
    }
    rows.set(key, { ...others, shapes: [...new Set([...shapes, shapeOf(object)])].toSorted() });
  }
  return { asked: askedToday(), claims: [...rows.values()], packages: packages.map(packageRow) };
}

function packageRow({ kind, state, verdicts: { bundled, argo, flux, kstatus } }: JudgedPackage): PackageRow {
  const bundledWord = bundled.error === undefined ? word(bundled) : 'error';
  return { state: state.name, kind, bundled: bundledWord, argo: word(argo), flux: word(flux), kstatus: word(kstatus) };
}

/** The status, also beside an error: Flux has both for an object without a status. */
function word({ status, error }: Verdict): string {
  return status ?? `error: ${error}`;
}

if (import.meta.main) await writeRecorded(toRecorded(await judgedNow()));
