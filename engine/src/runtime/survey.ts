/** One claim seen as a whole, with what still waits for others: all that it becomes, and which concerns hold on that. */
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { xrKind } from '../schema/index.ts';
import { decisionFor } from './api-handler.ts';
import { orderOf } from '../authoring/declaration.ts';
import { carryOut } from './compose/carry-out.ts';
import { type AnyConcern, type ConcernContext, wantedFields, whyNot } from '../authoring/concern.ts';
import { foreignSections } from './read/foreign-sections.ts';
import type { AnyFunctions } from '../authoring/functions.ts';
import type { Part } from './compose/part.ts';
import { situationReader } from './read/situation.ts';

/** What is true of one concern. */
export interface ConcernRow {
  readonly concern: string;
  /** Whether it holds on all it is about; `none` where it is about nothing that the claim becomes. */
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
  /** A row per concern of the platform, looked up in the composed objects themselves, not taken from who wrote them. */
  readonly concerns: readonly ConcernRow[];
}

/**
 * The survey of the claim behind `request`; undefined where the claim is refused, or nothing can be told before core has looked for what
 * is required. Throws a `UserError` for what the claim, the environment or the Composition has wrong.
 */
export function survey(functions: AnyFunctions, request: RunFunctionRequest): Survey | undefined {
  const kind = request.observed?.composite?.resource?.['kind'];
  const each = Object.values(functions).find(({ planner: { api } }) =>
    [xrKind(api, 'namespaced'), xrKind(api, 'claims')].some((known) => known === kind),
  );
  if (each === undefined) return undefined;
  const { planner } = each;
  const { concerns } = planner;
  const situation = situationReader(each, foreignSections(each, functions))(request);
  const { plan } = decisionFor(planner, situation);
  if (plan === undefined) return undefined;
  const done = carryOut(planner.api, plan, situation, request, { concerns, gates: 'open' });
  if ('pending' in done) return undefined;
  const context = { ...done.context, target: situation.targetName };
  const objects = done.parts.map((part) => ({ part, object: done.resources[part.key]?.resource ?? {} }));
  return {
    resources: done.parts.map(({ key, base, model, wanted }) => ({
      key,
      kind: model.kind,
      after: wanted.after ?? orderOf(situation.target.resources[base]),
      object: done.resources[key]?.resource ?? {},
    })),
    concerns: concerns.map((concern) => row(concern, objects, context)),
  };
}

function row(
  concern: AnyConcern,
  objects: readonly { readonly part: Part; readonly object: object }[],
  context: ConcernContext<unknown> & { readonly target: string },
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
