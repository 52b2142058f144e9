/** What a whole platform cares about, kept by the engine on every composed object of every API. */
import type { Claim } from './claim.ts';
import type { ComposedKind } from './model.ts';

/** What a concern may look at. */
export interface ConcernContext<E> {
  readonly claim: Claim;
  readonly environment: E;
  /** By which an object leads back to its claim, wherever it is and whoever made it. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One concern, such as encryption; what it means for a kind stands beside that kind's readiness (`composed`). */
export interface Concern<E = unknown> {
  readonly name: string;
  /** What holds where it is kept, as a sentence. */
  readonly promise: string;
  /** The fields that it wants of every object of a kind, beside those that the kind names itself. */
  readonly wants?: (kind: ComposedKind, context: ConcernContext<E>) => object | undefined;
  /**
   * Whether a target in an environment asks for it: elsewhere nothing misses it for want of another object, or by what it is itself.
   * @default all do
   */
  readonly when?: (place: { readonly environment: E; readonly target: string }) => boolean;
}

/** Any concern, for lists. */
export type AnyConcern = Concern<never>;

/** What a kind's file says of a concern that holds without any field of the object. */
export const holds: Readonly<Record<string, never>> = {};

/** The fields that a concern wants of an object of a kind, in the order in which they are written. */
export function wantedFields(
  { name, wants }: AnyConcern,
  kind: ComposedKind,
  object: object,
  context: ConcernContext<unknown>,
): readonly object[] {
  const own = ownWord(kind, name, object);
  return [typeof own === 'object' ? own : undefined, wants?.(kind, context as ConcernContext<never>)].filter(
    (fields) => fields !== undefined,
  );
}

/** Why an object of a kind cannot keep a concern, where its kind says so. */
export function whyNot({ name }: AnyConcern, kind: ComposedKind, object: object): string | undefined {
  if (typeof kind.concerns[name] !== 'function') return undefined;
  const own = ownWord(kind, name, object);
  return typeof own === 'string' ? own : undefined;
}

function ownWord({ concerns }: ComposedKind, name: string, object: object): object | string | undefined {
  const own = concerns[name];
  return typeof own === 'function' ? (own as (object: object) => object | string | undefined)(object) : own;
}

/** `object` with every field that the concerns want of it. */
export function kept<T extends object>(
  object: T,
  kind: ComposedKind,
  concerns: readonly AnyConcern[],
  context: ConcernContext<unknown>,
): T {
  return concerns.flatMap((concern) => wantedFields(concern, kind, object, context)).reduce<T>(overlaid, object);
}

/** Objects are merged field by field; anything else takes the place of what was there. */
function overlaid<T extends object>(below: T, above: object): T {
  const result: Record<string, unknown> = { ...(below as Record<string, unknown>) };
  for (const [key, value] of Object.entries(above)) {
    const before = result[key];
    result[key] = isRecord(value) ? overlaid(isRecord(before) ? before : {}, value) : value;
  }
  return result as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
