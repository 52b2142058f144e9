/** A target of this platform in its next release, in which every resource has another key. */
import type { AnyFunctions, Refactoring } from 'planesmith/authoring';
import { target } from '../../functions/bind.ts';
import type { Loose } from '../fixtures.ts';

type AnyTarget = AnyFunctions[string]['targets'][string];

/** The new key of a resource. */
export const renamed = (key: string) => `${key}Next`;

/** The same target with new keys, as its author would write it: only its code sees the former ones. */
export function renamedTarget(before: AnyTarget, refactored: readonly Refactoring[]): AnyTarget {
  const { planner, abilities, sections, ignores, resources, secrets, reads, decide, recover, compose } =
    before as Loose;
  const keys = Object.keys(resources as object);
  const formerly = (context: Loose) => ({
    ...context,
    observed: underFormerKeys(context['observed'], keys),
    name: (key: string, item?: string) => context['name'](renamed(key), item),
  });
  const options = {
    abilities,
    environment: [...sections.needed, ...sections.optional.map((section: string) => `${section}?`)],
    ignores,
    resources: underNewKeys(resources, declared),
    refactored,
    secrets: Object.fromEntries(Object.entries(secrets as Loose).map(([name, source]) => [name, ofRenamed(source)])),
    record: {
      decide: Object.fromEntries(
        (decide as Loose[]).map(({ field, decide: one, isRevised }) => [field, isRevised ? { revise: one } : one]),
      ),
      ...(recover && {
        recover: (observed: Loose, ...rest: unknown[]) => recover(underFormerKeys(observed, keys), ...rest),
      }),
    },
    ...(reads && { reads: (context: Loose) => reads(formerly(context)) }),
  };
  return target(
    planner as never,
    options as never,
    ((context: Loose) => {
      const result = compose(formerly(context));
      return { ...result, resources: underNewKeys(result.resources, composed) };
    }) as never,
  );
}

const underNewKeys = (record: Loose, change: (value: Loose) => unknown) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [renamed(key), change(value)]));

const declared = (declaration: Loose) =>
  'role' in declaration ? { ...declaration, after: declaration['after'].map(renamed) } : declaration;

/** A resource, resources by item, or none. */
function composed(value: Loose): unknown {
  if ('none' in value) return value;
  if (typeof value['model'] === 'function') return { ...value, after: value['after']?.map(renamed) };
  return Object.fromEntries(Object.entries(value).map(([item, one]) => [item, composed(one as Loose)]));
}

const ofRenamed = (source: string | Loose) =>
  typeof source === 'string' ? renamed(source) : { ...source, of: renamed(source['of']) };

/** A view of the objects: each is looked up when it is read, since the engine asks which of them a target reads. */
function underFormerKeys(observed: Loose, keys: readonly string[]): object {
  const view = {};
  for (const key of keys) {
    Object.defineProperty(view, key, { enumerable: true, get: () => observed[renamed(key)] as unknown });
  }
  return view;
}
