/** Stage 2 of an answer: what the API's planner decides in a situation, and what of it must never change. */
import type { AnyPlanner, CloudNameOptions } from '../../authoring/planner.ts';
import { cloudName, ownerOf } from '../names.ts';
import type { Recorded } from '../read/recorded.ts';
import type { Situation } from '../read/situation.ts';
import type { Refusal } from './refusal.ts';
import { runPlanner } from './run-planner.ts';

/** What was decided for a claim. */
export interface Decision {
  readonly plan: unknown;
  /** What the status records of it. */
  readonly record: Recorded;
  /** What an existing claim asks for and does not get. */
  readonly refusals: readonly Refusal[];
}

/** A new claim that is refused: nothing is decided for it. */
export interface RefusedClaim {
  readonly refusals: readonly Refusal[];
}

/** Decides; throws if an existing claim cannot go on, or if the plan records what its API does not allow. */
export function decide({ plan: planFor }: Pick<AnyPlanner, 'plan'>, situation: Situation): Decision | RefusedClaim {
  const { xr, environment, targetName: target, spec, recorded, isNew } = situation;
  const { claim } = xr;
  const owner = ownerOf(claim);
  const nameInCloud = (key: string, { maxLength = 63 }: CloudNameOptions = {}) =>
    cloudName(environment.name, owner, key, maxLength);
  const { plan, refusals } = runPlanner(
    (refuse) => planFor({ claim, spec, environment, target, recorded, isNew, refuse, cloudName: nameInCloud } as never),
    isNew,
  );
  if (plan === undefined) return { refusals };
  return { plan, record: situation.toRecord((plan as { record: Recorded }).record), refusals };
}
