/** Stage 2 of an answer: runs the API's planner, then the target's decisions for its part of the record. */
import type { AnyPlanner, CloudNameOptions, Refusal, Refuse } from '../../authoring/planner.ts';
import { atOnce } from '../read/at-once.ts';
import { cloudName, ownerOf } from '../read/names.ts';
import type { Recorded } from '../read/recorded.ts';
import type { Situation } from '../read/situation.ts';
import { granting } from './grant.ts';
import { runPlanner } from './run-planner.ts';

/** The decisions for a claim. */
export interface Decision {
  readonly plan: object;
  /** The decisions that do not change, as the target reads them. */
  readonly record: Recorded;
  /** The same decisions as the status records them. */
  readonly recorded: Recorded;
  /** The requests of an existing claim that were not granted. */
  readonly refusals: readonly Refusal[];
}

/** A new claim that is refused as a whole: there is no decision for it. */
export interface RefusedClaim {
  readonly refusals: readonly Refusal[];
}

/** Returns the decision for a claim; throws if an existing claim cannot continue, or if a value to record does not fit the API. */
export function decide(
  { api, plan: toPlan, tables }: Pick<AnyPlanner, 'api' | 'plan' | 'tables'>,
  situation: Situation,
): Decision | RefusedClaim {
  const { xr, environment, target, spec, recorded, isNew } = situation;
  const { claim } = xr;
  const owner = ownerOf(claim);
  const nameInCloud = (key: string, { maxLength = 63 }: CloudNameOptions = {}) =>
    cloudName(environment.name, owner, key, maxLength);
  const told = new Set(situation.refusals.map(({ path }) => path));
  const { plan: result, refusals } = runPlanner((add) => {
    for (const refusal of situation.refusals) add(refusal);
    // A planner may refuse once more what the schema refuses.
    const refused = new Set(told);
    const refuse: Refuse = (refusal) => {
      refused.add(refusal.path);
      return told.has(refusal.path) && refusal.keep !== undefined ? refusal.keep : add(refusal);
    };
    const { grant, refuseOthers } = granting(api, { spec, environment, recorded }, refuse);
    const context = { claim, spec, environment, tables, recorded, grant, refuse, cloudName: nameInCloud };
    const { record: ofPlanner, ...plan } = atOnce(toPlan(context as never, target.abilities as never), 'the planner');
    if (isNew) refuseOthers(refused);
    const record: Record<string, unknown> = { ...ofPlanner };
    for (const { field, decide: decideField, isRevised } of target.decide) {
      if (Object.hasOwn(record, field))
        throw new Error(`both the planner and the target decide ${field} of the record`);
      const before = isRevised ? undefined : recorded[field];
      record[field] =
        before ?? atOnce(decideField({ ...context, plan, record: ofPlanner } as never), `decide.${field}`);
    }
    return { plan, record };
  }, isNew);
  if (result === undefined) return { refusals };
  return { ...result, recorded: situation.toRecord(result.record), refusals };
}
