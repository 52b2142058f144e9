/** What happened to a claim, in the words of a plan: one text for each object, and each changed field of it. */
import type { KubernetesObject } from 'planesmith/testing';
import type { Loose } from '../fixtures.ts';
import type { End, Kinds, Thing } from './world.ts';

/** The claim at one time. */
export interface Moment {
  readonly status: Loose;
  readonly unready: readonly string[];
  readonly isRefused: boolean;
}

/** What a release has. */
export interface Declared {
  readonly kinds: Kinds;
  /** Whether the target composes something under a key, or did and says what became of it. */
  readonly hasKey: (key: string) => boolean;
}

/** The fates of the claim and its objects, sorted. `isValid`: whether the API server takes the claim when it is written again. */
export function fatesOf(
  end: End,
  before: Moment,
  after: { readonly status: Loose; readonly isValid: boolean },
  release: Declared,
): string[] {
  // What it is at any time is left to chance.
  if (end.stop === 'restless') return ['refused the claim'];
  // What a function stops stays as it is, whatever it declares.
  const isKnown = end.stop === undefined ? release : { ...release, hasKey: () => true };
  const successors = successorsIn(end.things, isKnown);
  const status = differences(withoutOwn(before.status), withoutOwn(after.status), 'status');
  const lost = status.filter(({ now }) => now === undefined);
  return sortedSet([
    ...(after.isValid ? [] : ['refused the claim']),
    ...(end.stop === undefined ? [] : ['refused the claim']),
    ...(end.isRefused && !before.isRefused ? ['refused the claim'] : []),
    ...end.things.flatMap((thing) => ofThing(thing, successors, isKnown)),
    ...end.unready.filter((key) => !before.unready.includes(key)).map((key) => `lost ${baseOf(key)}: it is not ready`),
    ...lost.map(({ path }) => `lost the claim: ${path}`),
  ]);
}

/** The texts without doubles, sorted. */
export function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}

/** The key that a target declares. */
function baseOf(key: string): string {
  const [base = '', item] = key.split('.');
  return item === undefined ? base : `${base}.*`;
}

const itemOf = (key: string) => key.slice(key.indexOf('.') + 1 || key.length);

/** Whether Crossplane has deleted it, or will do so once all parts of the claim are ready: until then the function composes it as it is. */
function isGone({ before, fate, key, firstKey }: Thing, { hasKey }: Declared): boolean {
  return before !== undefined && (fate !== 'exists' || key !== firstKey || !hasKey(baseOf(key)));
}

/** What is gone, with the object that has come in its place: of its kind under another key, or of another kind under its own. */
function successorsIn(things: readonly Thing[], declared: Declared): ReadonlyMap<Thing, Thing> {
  const free = things.filter(({ before, fate }) => before === undefined && fate === 'exists');
  const gone = things.filter((thing) => isGone(thing, declared));
  const pairs = gone
    .toSorted((one, other) => (one.firstKey < other.firstKey ? -1 : 1))
    .flatMap((thing) => {
      const at = free.findIndex(
        ({ key, accepted: { kind } }) =>
          key === thing.firstKey || (kind === thing.before?.kind && itemOf(key) === itemOf(thing.firstKey)),
      );
      return at === -1 ? [] : [[thing, free.splice(at, 1)[0] as Thing] as const];
    });
  return new Map(pairs);
}

function ofThing(thing: Thing, successors: ReadonlyMap<Thing, Thing>, declared: Declared): readonly string[] {
  const { before, accepted, fate, refused } = thing;
  const key = baseOf(thing.firstKey);
  const isUsage = (before ?? accepted).kind === 'Usage';
  if (before === undefined) {
    // What took the place of another object is told with that one.
    if (fate !== 'exists' || [...successors.values()].includes(thing)) return [];
    return [isUsage ? `deletion-rule ${key}` : `added ${key}`];
  }
  if (successors.has(thing)) return [`second-object ${key}`];
  if (isGone(thing, declared)) return [isUsage ? `deletion-rule ${key}` : `deleted ${key}`];
  return refused.length > 0 ? [`refused ${key}`] : changesOf(key, before, accepted, declared.kinds);
}

const externalName = 'metadata.annotations["crossplane.io/external-name"]';

function changesOf(key: string, before: KubernetesObject, after: KubernetesObject, kinds: Kinds): readonly string[] {
  const { sizing = [] } = kinds.get(`${after.apiVersion} ${after.kind}`) ?? {};
  return differences(contentOf(before), contentOf(after)).map(({ path, old, now }) => {
    if (path === externalName) {
      // Without one, a provider takes the name of the object.
      const { name } = after.metadata;
      return (old ?? name) === (now ?? name) ? `changed ${key}: ${path}` : `second-object ${key}`;
    }
    if (before.kind === 'Usage' || /^spec\.(managementPolicies|deletionPolicy)/.test(path))
      return `deletion-rule ${key}`;
    if (before.kind === 'Secret' && path.startsWith('data')) {
      if (now === undefined) return `lost ${key}: ${path}`;
      if (old === undefined) return `added ${key}: ${path}`;
    }
    const isSize = sizing.some(
      (field) => path === field || path.startsWith(`${field}.`) || field.startsWith(`${path}.`),
    );
    return `${isSize ? 'resized' : 'changed'} ${key}: ${path}`;
  });
}

/** The object without what the API server, Crossplane and its owner write. */
function contentOf({ status: _, apiVersion: __, metadata, ...rest }: KubernetesObject): Loose {
  const { labels, annotations } = metadata;
  const { 'crossplane.io/composition-resource-name': ___, ...others } = annotations ?? {};
  return { ...rest, metadata: { labels, annotations: others } };
}

/** Fields of the engine, which nobody waits for. */
function withoutOwn({ conditions: _, recorded: __, platformVersion: ___, target: ____, ...status }: Loose): Loose {
  return status;
}

interface Differing {
  /** As `spec.rules.*.port`: an item of a list that is as long as before has the step `*`. */
  readonly path: string;
  readonly old: unknown;
  readonly now: unknown;
}

const isFields = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The deepest fields that differ. */
function differences(old: unknown, now: unknown, path = ''): readonly Differing[] {
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length)
    return old.flatMap((item, index) => differences(item, now[index], `${path}.*`));
  const both = [old, now].filter((value) => value !== undefined);
  if (!both.every(isFields) || both.every((value) => Object.keys(value).length === 0)) return [{ path, old, now }];
  const names = new Set(both.flatMap((value) => Object.keys(value)));
  return [...names].flatMap((name) => {
    const step = /[./"\s]/.test(name) ? `["${name}"]` : path === '' ? name : `.${name}`;
    return differences((old as Loose | undefined)?.[name], (now as Loose | undefined)?.[name], path + step);
  });
}
