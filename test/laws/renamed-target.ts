/** A target of this platform in its next release, in which resources have other keys, or are gone. */
import type { AnyFunctions, Refactoring } from 'planesmith/authoring';
import { target } from '../../functions/bind.ts';
import type { Loose } from '../fixtures.ts';

type AnyTarget = AnyFunctions[string]['targets'][string];

/** The new key of a resource. */
export const renamed = (key: string) => `${key}Next`;

interface NextRelease {
  readonly refactored: readonly Refactoring[];
  /** Returns the new key of a resource. @default `renamed` */
  readonly keyOf?: KeyOf;
  /** The keys that are not composed any more. @default none */
  readonly dropped?: readonly string[];
}

/** The same target with new keys, as its author would write it: only its code sees the former ones. */
export function renamedTarget(
  before: AnyTarget,
  { refactored, keyOf = renamed, dropped = [] }: NextRelease,
): AnyTarget {
  const { planner, abilities, sections, ignores, resources, secrets, reads, decide, recover, compose } =
    before as Loose;
  const keys = Object.keys(resources as object).filter((key) => !dropped.includes(key));
  const underNewKeys = (record: Loose, change: (value: Loose) => unknown) =>
    Object.fromEntries(keys.map((key) => [keyOf(key), change(record[key])]));
  const formerly = (context: Loose) => ({
    ...context,
    observed: underFormerKeys(context['observed'], keys, keyOf),
    name: (key: string, item?: string) => context['name'](keyOf(key), item),
  });
  const options = {
    abilities,
    environment: [...sections.needed, ...sections.optional.map((section: string) => `${section}?`)],
    ignores,
    resources: underNewKeys(resources, (declaration) => declared(declaration, keyOf)),
    refactored,
    secrets: Object.fromEntries(
      Object.entries(secrets as Loose).map(([name, source]) => [name, ofRenamed(source, keyOf)]),
    ),
    record: {
      decide: Object.fromEntries(
        (decide as Loose[]).map(({ field, decide: one, isRevised }) => [field, isRevised ? { revise: one } : one]),
      ),
      ...(recover && {
        recover: (observed: Loose, ...rest: unknown[]) => recover(underFormerKeys(observed, keys, keyOf), ...rest),
      }),
    },
    ...(reads && { reads: (context: Loose) => reads(formerly(context)) }),
  };
  return target(
    planner as never,
    options as never,
    ((context: Loose) => {
      const result = compose(formerly(context));
      return { ...result, resources: underNewKeys(result.resources, (value) => composed(value, keyOf)) };
    }) as never,
  );
}

type KeyOf = (key: string) => string;

const declared = (declaration: Loose, keyOf: KeyOf) =>
  'role' in declaration ? { ...declaration, after: declaration['after'].map(keyOf) } : declaration;

/** A resource, resources by item, or none. */
function composed(value: Loose, keyOf: KeyOf): unknown {
  if ('none' in value) return value;
  if (typeof value['model'] === 'function') return { ...value, after: value['after']?.map(keyOf) };
  return Object.fromEntries(Object.entries(value).map(([item, one]) => [item, composed(one as Loose, keyOf)]));
}

const ofRenamed = (source: string | Loose, keyOf: KeyOf) =>
  typeof source === 'string' ? keyOf(source) : { ...source, of: keyOf(source['of']) };

/** A view of the objects: each is looked up when it is read, since the engine asks which of them a target reads. */
function underFormerKeys(observed: Loose, keys: readonly string[], keyOf: KeyOf): object {
  const view = {};
  for (const key of keys) {
    Object.defineProperty(view, key, { enumerable: true, get: () => observed[keyOf(key)] as unknown });
  }
  return view;
}
