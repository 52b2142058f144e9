/** A view of an answer for reports: all resources of the claim, including those that still wait, and the concerns that hold on them. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import { type AnyConcern, fieldsOf, gives, obstacleTo } from '../authoring/concern.ts';
import type { Readiness } from '../authoring/model.ts';
import type { Answer } from './respond/answer.ts';
import type { ComposedClaim, ComposedPart } from './compose/composed-claim.ts';

/** Whether one concern holds for a claim. */
export interface ConcernRow {
  readonly concern: string;
  /** `kept` if it holds on every resource that it applies to, `none` if it applies to no resource of the claim. */
  readonly state: 'kept' | 'missed' | 'none';
  /** The keys of the composed resources that it applies to. */
  readonly resources: readonly string[];
  /** The reasons why it does not hold, one per resource, as parts of a sentence. */
  readonly missing: readonly string[];
}

/** One resource of a claim. */
export interface SurveyedResource {
  readonly key: string;
  readonly kind: string;
  /** The keys of resources that must be ready before it is created. */
  readonly after: readonly string[];
  /** The object as it would be composed, as far as the steps after the platform's own have seen it. */
  readonly object: Readonly<Record<string, unknown>>;
}

export interface Survey {
  readonly resources: readonly SurveyedResource[];
  /** A row for each concern of the platform, found by looking at the composed objects. */
  readonly concerns: readonly ConcernRow[];
  /** The resources that their owner would refuse, with its reason, as parts of a sentence. */
  readonly unacceptable: readonly string[];
}

/**
 * The survey of an answer; undefined if the claim is refused, or if Crossplane must fetch something first. Throws the error of a failed
 * answer, which is a `UserError` for a mistake in the claim, the environment or the Composition. `desired` are the resources at the end of
 * the pipeline, where a later step may have changed or dropped one; by default they are those of the answer.
 */
export function survey(answer: Answer, desired?: Readonly<Record<string, Resource>>): Survey | undefined {
  if (answer.outcome === 'failed') throw answer.error;
  if (answer.outcome !== 'composed') return undefined;
  const { parts, concerns, context } = answer.composed;
  const surveyed = parts.flatMap((part) => {
    // A resource that waits for another one is not in the desired state yet.
    const isLeft = desired === undefined || part.waitsFor !== undefined || Object.hasOwn(desired, part.composedAs);
    return isLeft ? [{ part, object: desired?.[part.composedAs]?.resource ?? part.object() }] : [];
  });
  return {
    resources: surveyed.map(({ part: { key, model, after }, object }) => ({
      key,
      kind: model.kind,
      after,
      object,
    })),
    concerns: concerns.map((concern) => row(concern, surveyed, context)),
    unacceptable: surveyed.flatMap(({ part: { key, model }, object }) => {
      const verdict = (model.accepted as Readiness<object>)(object);
      return verdict === true ? [] : [`the owner of ${key} (${model.kind}) refuses it: ${verdict}`];
    }),
  };
}

function row(
  concern: AnyConcern,
  objects: readonly { readonly part: ComposedPart; readonly object: object }[],
  context: ComposedClaim['context'],
): ConcernRow {
  const resources: string[] = [];
  const missing: string[] = [];
  const isRequired = concern.when?.(context as never) ?? true;
  const isGiven = objects.some(({ part, object }) => gives(concern, part.model, object));
  for (const { part, object } of objects) {
    const { key, model } = part;
    const fields = fieldsOf(concern, model, object, context);
    const needsOther = model.concerns[concern.name] === 'needs' && isRequired;
    const obstacle = isRequired ? obstacleTo(concern, model, object) : undefined;
    if (fields.length === 0 && !needsOther && obstacle === undefined) continue;
    resources.push(key);
    const title = `${key} (${model.kind})`;
    if (obstacle !== undefined) missing.push(`${title} cannot keep it: ${obstacle}`);
    if (!fields.every((expected) => has(object, expected))) missing.push(`${title} lacks what it asks for`);
    if (needsOther && !isGiven) missing.push(`${title} needs another resource for it, and there is none`);
  }
  const state = missing.length > 0 ? 'missed' : resources.length > 0 ? 'kept' : 'none';
  return { concern: concern.name, state, resources, missing };
}

/** Whether `object` has every field of `expected`, at any depth, and every list exactly as it is there. */
function has(object: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return object === expected;
  if (typeof object !== 'object' || object === null) return false;
  if (Array.isArray(expected) && (object as { length?: number }).length !== expected.length) return false;
  return Object.entries(expected).every(([key, value]) => has((object as Record<string, unknown>)[key], value));
}
