/** What the same claim gets that is made anew under another release, where a claim that exists keeps what it has. */
import { keyOf, type KubernetesObject } from '../../render/index.ts';
import { changedFields, pathText } from './changed-fields.ts';
import { declaredKey, versionOf } from './claim-difference.ts';
import { changeText, type Difference, type FieldsOfKind, isNoise, isSecret, ruleOf } from './object-difference.ts';
import { rules, rulesOfNew } from './rules.ts';
import { isState, type Settled, type SettledState } from './settled.ts';

/** One claim in three states. */
export interface ThreeStates {
  /** Under the old release. */
  readonly before: Settled['outcome'];
  /** Once the new release has taken over. */
  readonly after: Settled['outcome'];
  /** Made anew under the new release. */
  readonly anew: Settled['outcome'];
}

/**
 * The fields that differ in a new claim, and stay in one that exists. Objects under other keys are left out: a claim that is made anew misses
 * none of them.
 */
export function newClaimDifferences({ before, after, anew }: ThreeStates, fieldsOf: FieldsOfKind): Difference[] {
  if (!isState(before) || !isState(after) || after.stopped !== undefined || after.invalid !== undefined) return [];
  const refusal = refusalOf(anew);
  if (refusal !== undefined) return refusal.path === refusalOf(after)?.path ? [] : [refused(refusal)];
  if (!isState(anew)) return [];
  const [kept, made] = [byKey(after), byKey(anew)];
  const versions = { before: versionOf(before), after: versionOf(anew) };
  const names = { before: namesIn(before), anew: namesIn(anew) };
  return before.composed.flatMap((object) => {
    const [existing, fresh] = [kept.get(keyOf(object)), made.get(keyOf(object))];
    if (existing === undefined || fresh === undefined || isSecret(fresh)) return [];
    const told = new Set(changedFields(object, existing).map(({ path }) => pathText(path)));
    return changedFields(object, fresh)
      .filter((field) => !told.has(pathText(field.path)) && !isNoise(field, versions))
      .filter((field) => inPlace.has(ruleOf(field, fresh, fieldsOf(fresh.apiVersion, fresh.kind))))
      .filter((field) => !names.before.has(field.before) || !names.anew.has(field.after))
      .map((field): Difference => {
        const subject = pathText(field.path);
        const message = `${subject} of ${fresh.kind} ${changeText(field.before, field.after)} for claims that are made anew`;
        return { rule: rulesOfNew.newClaimDiffers, key: declaredKey(object), subject, message };
      });
  });
}

/** The rules of fields that differ, while the object is the same. */
const inPlace = new Set<unknown>([rules.objectChanged, rules.objectResized, rules.objectRefused]);

interface Refusal {
  readonly path: string;
  readonly message: string;
}

function refusalOf(outcome: Settled['outcome']): Refusal | undefined {
  return isState(outcome) ? outcome.refused : { path: outcome.path, message: outcome.refusal };
}

function refused({ path, message }: Refusal): Difference {
  const text = `a claim that is made anew is refused: ${message.replace(/\.$/, '')}`;
  return { rule: rulesOfNew.newClaimRefused, subject: path, message: text };
}

function byKey({ composed }: SettledState): ReadonlyMap<string, KubernetesObject> {
  return new Map(composed.map((object) => [keyOf(object), object]));
}

/** The names of a claim's objects: where one refers to another, its name may be another one. */
function namesIn({ composed }: SettledState): ReadonlySet<unknown> {
  return new Set(composed.map(({ metadata }) => metadata.name));
}
