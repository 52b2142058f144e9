/** The objects of a settled claim as they are judged: with those that they carry, and with values that only owners of other objects know. */
import { isState, type Settled, type SettledState } from '../compare/behaviour/settled.ts';
import type { KindReference } from '../models/kind.ts';
import { keyOf, type KubernetesObject } from '../render/index.ts';
import { joined, withoutValues } from './known-values.ts';
import type { Difference, KindJudge } from './object-differences.ts';

/** An object to judge, in one form or both. */
export interface JudgedObject {
  readonly kind: KindReference;
  /** As it is without values that only owners know; absent if it is not there then. */
  readonly plain?: KubernetesObject;
  /** As it is with invented ones; absent if nobody invents any. */
  readonly withValues?: KubernetesObject | undefined;
  /** Whether it is made once they are known. */
  readonly waits: boolean;
}

/** The objects of a claim with those that they carry; `known` is the same claim with invented values. */
export function judgedIn(
  { composed, later = [] }: SettledState,
  known: Settled['outcome'] | undefined,
): readonly JudgedObject[] {
  const all = known !== undefined && isState(known) ? known.composed : [];
  const byKey = new Map(all.map((object) => [keyOf(object), withInner(object)]));
  const keys = new Set(composed.map(keyOf));
  return [
    ...composed.flatMap((outer) => {
      const others = byKey.get(keyOf(outer)) ?? [];
      const waits = later.includes(keyOf(outer));
      return withInner(outer).map((plain, at) => ({
        kind: plain,
        plain,
        withValues: ofKind(plain, others[at]),
        waits,
      }));
    }),
    ...all
      .filter((object) => !keys.has(keyOf(object)))
      .flatMap(withInner)
      .map((object) => ({ kind: object, withValues: object, waits: true })),
  ];
}

/** What the new version means for the object. */
export function differencesOf(
  { plain, withValues, waits }: JudgedObject,
  { differences }: KindJudge,
): readonly Difference[] {
  const all = withValues === undefined ? [] : differences(applied(withValues));
  if (plain === undefined) return withoutValues(all);
  const found = differences(applied(plain));
  return withValues === undefined ? found : joined(found, all, waits);
}

function ofKind(kind: KindReference, object: KubernetesObject | undefined): KubernetesObject | undefined {
  return object !== undefined && nameOf(kind) === nameOf(object) ? object : undefined;
}

/** The object, and those that it carries: such as the manifest that provider-kubernetes applies elsewhere. */
function withInner(object: KubernetesObject): readonly KubernetesObject[] {
  return [object, ...Object.values(object).flatMap(objectsIn)];
}

function objectsIn(value: unknown): readonly KubernetesObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return isObject(value) ? [value, ...inner] : inner;
}

function isObject(value: object): value is KubernetesObject {
  const { apiVersion, kind, metadata } = value as Partial<Record<string, unknown>>;
  return (
    typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata === 'object' && metadata !== null
  );
}

/** Names a kind in a map. */
export const nameOf = ({ apiVersion, kind }: KindReference): string => `${apiVersion} ${kind}`;

/** What Crossplane applies: its status is not part of it. */
function applied({ status: _, ...object }: KubernetesObject & { readonly status?: unknown }): unknown {
  return object;
}
