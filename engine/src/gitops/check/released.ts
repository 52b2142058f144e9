/** Finds what a cluster would refuse of its claims by the words of the release that it runs: fields that are not valid, and what is beyond its limits. */
import { rulesSkipped } from '../../schema/check.ts';
import { cataloguePath } from '../../schema/limits/catalogue.ts';
import type { Flavour } from '../../schema/index.ts';
import type { PublishedVersion } from '../fleet/index.ts';
import { placeOf, type SyncedClaims } from './claims.ts';
import type { FleetFinding } from './finding.ts';
import { titleOf } from './problem.ts';

/** What a release is asked: would a cluster of its own refuse one of these claims if it were new? */
export interface ReleaseQuestion {
  readonly flavour: Flavour;
  /** The EnvironmentConfig of the cluster; without one nobody knows its limits. */
  readonly environment?: object;
  /** Claims of kinds and versions that the release serves. */
  readonly claims: readonly object[];
}

/** One thing that the cluster would refuse. */
export interface Refusal {
  /** The claim, as its index among those that were asked about. */
  readonly claim: number;
  /** The path of the field, such as `spec.storageGB`. */
  readonly path: string;
  /** Completes a sentence that begins with the path. */
  readonly message: string;
  /** What to do, as part of a sentence. */
  readonly hint?: string;
}

/** What a release says; or why it says nothing, with no full stop. */
export type ReleaseAnswer = { readonly refusals: readonly Refusal[] } | { readonly silent: string };

/** Asks a published version several questions at once, so that it need be fetched only once. Gives the answers in their order. */
export type AskRelease = (
  version: PublishedVersion,
  questions: readonly ReleaseQuestion[],
) => Promise<readonly ReleaseAnswer[]>;

/** Something that was not checked. */
export interface Unchecked {
  readonly cluster: string;
  readonly app: string;
  /** What the claims were not judged by. */
  readonly by: readonly ('fields' | 'limits' | 'catalogue')[];
  /** Why, as part of a sentence. */
  readonly reason: string;
}

/** What clusters would refuse of these claims, and what nobody could say. */
export async function releasedFindings(
  synced: readonly SyncedClaims[],
  ask: AskRelease,
): Promise<{ readonly findings: readonly FleetFinding[]; readonly unchecked: readonly Unchecked[] }> {
  const findings: FleetFinding[] = [];
  const unchecked: Unchecked[] = [];
  const asked = synced.filter(({ served }) => served.length > 0);
  for (const each of asked) if (each.environment === undefined) unchecked.push(withoutFacts(each));
  for (const [version, those] of Map.groupBy(asked, ({ place }) => place.version)) {
    const answers = await ask(version, those.map(questionOf));
    those.forEach((each, index) => {
      const answer = answers[index] ?? { silent: 'the release gives no answer' };
      if ('silent' in answer) unchecked.push(silentOn(each, answer.silent));
      else findings.push(...answer.refusals.flatMap((refusal) => findingOf(refusal, each)));
    });
  }
  return { findings, unchecked };
}

function questionOf({ place, environment, served }: SyncedClaims): ReleaseQuestion {
  return {
    flavour: place.cluster.flavour,
    ...(environment !== undefined && { environment }),
    claims: served.map(({ value }) => Object(value) as object),
  };
}

/** The fleet itself knows kinds, versions and the catalogue, so it has named them already. */
const foundAlready = new Set([cataloguePath, 'apiVersion']);

function findingOf({ claim, path, message, hint }: Refusal, { served, place }: SyncedClaims): readonly FleetFinding[] {
  const document = served[claim];
  // Another refusal explains why rules were not checked.
  if (document === undefined || foundAlready.has(path) || message === rulesSkipped) return [];
  const reason = path === '' ? message : `${path}: ${message}`;
  const text = hint === undefined ? reason : `${reason}; ${hint}`;
  const what = titleOf(document.value);
  return [{ file: placeOf(document, path), message: `has ${what}, which ${place.cluster.name} refuses: ${text}` }];
}

function withoutFacts({ place, app }: SyncedClaims): Unchecked {
  const reason = `clusters/${place.cluster.name}.yaml names no facts with an EnvironmentConfig ${place.platform}`;
  return { cluster: place.cluster.name, app: app.name, by: ['limits', 'catalogue'], reason };
}

function silentOn({ place, app, environment }: SyncedClaims, reason: string): Unchecked {
  const by = environment === undefined ? (['fields'] as const) : (['fields', 'limits'] as const);
  return { cluster: place.cluster.name, app: app.name, by, reason };
}
