/** A view of an answer for reports: all that the claim becomes, also what still waits for others, and which concerns hold on that. */
import { type AnyConcern, wantedFields, whyNot } from '../authoring/concern.ts';
import type { Answer } from './answer.ts';
import type { ComposedClaim, ComposedPart } from './compose/composed-claim.ts';

/** Whether one concern holds. */
export interface ConcernRow {
  readonly concern: string;
  /** Whether it holds on all objects it is about; `none` if it is about nothing that the claim becomes. */
  readonly state: 'kept' | 'missed' | 'none';
  /** The composed resources it is about, by key. */
  readonly resources: readonly string[];
  /** What is missing, a sentence each. */
  readonly missing: readonly string[];
}

/** One resource that a claim becomes. */
export interface SurveyedResource {
  readonly key: string;
  readonly kind: string;
  /** The keys of those that must be ready before it is created. */
  readonly after: readonly string[];
  /** The object as it would be composed. */
  readonly object: Readonly<Record<string, unknown>>;
}

export interface Survey {
  readonly resources: readonly SurveyedResource[];
  /** A row per concern of the platform, looked up in the composed objects themselves. */
  readonly concerns: readonly ConcernRow[];
}

/**
 * The survey of an answer; undefined if the claim is refused, or if Crossplane must fetch something first. Throws what made the answer a
 * failed one: a `UserError` for a mistake in the claim, the environment or the Composition.
 */
export function survey(answer: Answer): Survey | undefined {
  if (answer.outcome === 'failed') throw answer.error;
  if (answer.outcome !== 'composed') return undefined;
  const { parts, concerns, context } = answer.composed;
  const surveyed = parts.map((part) => ({ part, object: part.object() }));
  return {
    resources: surveyed.map(({ part: { key, model, after }, object }) => ({
      key,
      kind: model.kind,
      after,
      object,
    })),
    concerns: concerns.map((concern) => row(concern, surveyed, context)),
  };
}

function row(
  concern: AnyConcern,
  objects: readonly { readonly part: ComposedPart; readonly object: object }[],
  context: ComposedClaim['context'],
): ConcernRow {
  const resources: string[] = [];
  const missing: string[] = [];
  const isAskedFor = concern.when?.(context as never) ?? true;
  const gives = objects.filter(({ part }) => part.model.concerns[concern.name] === 'gives');
  for (const { part, object } of objects) {
    const { key, model } = part;
    const fields = wantedFields(concern, model, object, context);
    const needs = model.concerns[concern.name] === 'needs' && isAskedFor;
    const why = isAskedFor ? whyNot(concern, model, object) : undefined;
    if (fields.length === 0 && !needs && why === undefined) continue;
    resources.push(key);
    if (why !== undefined) missing.push(`${key} (${model.kind}) cannot keep it: ${why}`);
    if (!fields.every((wanted) => has(object, wanted))) missing.push(`${key} (${model.kind}) lacks what it asks for`);
    if (needs && gives.length === 0)
      missing.push(`${key} (${model.kind}) needs another resource for it, and there is none`);
  }
  const state = missing.length > 0 ? 'missed' : resources.length > 0 ? 'kept' : 'none';
  return { concern: concern.name, state, resources, missing };
}

/** Whether `object` has every field of `wanted`, at any depth, and every list just as it is there. */
function has(object: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return object === wanted;
  if (typeof object !== 'object' || object === null) return false;
  if (Array.isArray(wanted) && (object as { length?: number }).length !== wanted.length) return false;
  return Object.entries(wanted).every(([key, value]) => has((object as Record<string, unknown>)[key], value));
}
