/** Concerns: rules of a whole platform, such as labels or encryption, that the engine applies to every composed object of every API. */
import type { Claim } from './claim.ts';
import type { ComposedKind } from './model.ts';
import { isNone } from './none.ts';

/** The input of a concern. */
export interface ConcernContext<E> {
  readonly claim: Claim;
  readonly environment: E;
  /** The labels by which an object in any namespace leads back to its claim. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One concern, such as encryption. What it means for a kind stands in that kind's `composed` call, under the concern's name. */
export interface Concern<E = unknown> {
  readonly name: string;
  /** One sentence that is true of every object on which the concern holds. */
  readonly promise: string;
  /** Returns the fields that every object of a kind gets, besides those that the kind names itself. @default none */
  readonly fields?: (kind: ComposedKind, context: ConcernContext<E>) => object | undefined;
  /**
   * Whether the concern is required on a target in an environment. If not, reports count nothing as missing because of it.
   * @default always
   */
  readonly when?: (place: { readonly environment: E; readonly target: string }) => boolean;
}

/** Any concern, for lists. */
export type AnyConcern = Concern<never>;

/** Says in a kind's `concerns` that the concern holds for its objects without any field. */
export const holds: Readonly<Record<string, never>> = {};

/** The fields that a concern sets on an object: those that the kind names, then those of the concern. A later one wins. */
export function fieldsOf(
  { name, fields }: AnyConcern,
  kind: ComposedKind,
  object: object,
  context: ConcernContext<unknown>,
): readonly object[] {
  const meaning = meaningFor(kind, name, object);
  return [typeof meaning === 'object' ? meaning : undefined, fields?.(kind, context as ConcernContext<never>)].filter(
    (set) => set !== undefined,
  );
}

/** Why a concern cannot hold on an object, if the object's kind says so. */
export function obstacleTo({ name }: AnyConcern, kind: ComposedKind, object: object): string | undefined {
  if (typeof kind.concerns[name] !== 'function') return undefined;
  const meaning = meaningFor(kind, name, object);
  return typeof meaning === 'string' && meaning !== 'gives' ? meaning : undefined;
}

/** Whether an object gives the concern to the objects of its claim that need it. */
export function gives({ name }: AnyConcern, kind: ComposedKind, object: object): boolean {
  return meaningFor(kind, name, object) === 'gives';
}

/**
 * The names that a kind should say what they mean for it, and the names that it knows and the platform does not. A concern with fields of
 * its own is for every kind. An empty object that is not `holds` says nothing.
 */
export function unjudged(all: readonly AnyConcern[], { concerns }: ComposedKind) {
  const isSilent = (meaning: unknown) =>
    meaning === undefined ||
    (meaning !== holds && typeof meaning === 'object' && Object.keys(meaning as object).length === 0);
  const names = new Set(all.map(({ name }) => name));
  return {
    missing: all.filter(({ name, fields }) => fields === undefined && isSilent(concerns[name])).map(({ name }) => name),
    unknown: Object.keys(concerns).filter((name) => !names.has(name)),
  };
}

function meaningFor({ concerns }: ComposedKind, name: string, object: object): object | string | undefined {
  const meaning = concerns[name];
  if (isNone(meaning)) return undefined;
  return typeof meaning === 'function' ? (meaning as (object: object) => object | string | undefined)(object) : meaning;
}

/** The object with every field that the concerns set on it. */
export function withConcerns<T extends object>(
  object: T,
  kind: ComposedKind,
  concerns: readonly AnyConcern[],
  context: ConcernContext<unknown>,
): T {
  return concerns.flatMap((concern) => fieldsOf(concern, kind, object, context)).reduce<T>(merged, object);
}

/** Objects are merged field by field; any other value replaces the one below. */
function merged<T extends object>(below: T, above: object): T {
  const result: Record<string, unknown> = { ...(below as Record<string, unknown>) };
  for (const [key, value] of Object.entries(above)) {
    const before = result[key];
    result[key] = isRecord(value) ? merged(isRecord(before) ? before : {}, value) : value;
  }
  return result as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
