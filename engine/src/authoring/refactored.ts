/** What became of resources whose key a target no longer declares: `moved` and `released`. */
import { type Declarations, isKey } from './declaration.ts';
import type { Composed, ComposedKind } from './model.ts';

/** A key that has another name now. */
export interface Moved<F extends string = string, T extends string = string> {
  readonly moved: F;
  readonly to: T;
}

/** A key under which nothing is composed any more. */
export interface Released<F extends string = string> {
  readonly released: F;
  readonly kind: ComposedKind | undefined;
}

/** Either of them. */
export type Refactoring = Moved | Released;

/**
 * Says that the resource under the key `from` has the key `to` now. What a claim has under the old key stays: Crossplane knows it by that key
 * for ever, with its name and its external name. Claims that have none compose it under the new key.
 */
export function moved<const F extends string, const T extends string>(from: F, to: T): Moved<F, T> {
  return { moved: from, to };
}

type HasPolicies<T> = T extends { readonly spec?: infer S }
  ? 'managementPolicies' extends keyof NonNullable<S>
    ? unknown
    : NoPolicies
  : NoPolicies;
type NoPolicies = { readonly 'has no spec.managementPolicies, so it cannot be released': never };

/**
 * Says that nothing is composed under `key` any more, and that the provider must leave alone what it made. What a claim has under the key is
 * composed without `Delete` in its management policies, and no longer composed once its provider has seen that.
 *
 * Give its `kind` too, unless the target composes that elsewhere: without a right to the kind, Crossplane stops at the claim.
 */
export function released<const F extends string, T extends object = object>(
  key: F,
  kind?: Composed<T> & HasPolicies<T>,
): Released<F> {
  return { released: key, kind };
}

type Former<M extends readonly Refactoring[]> = Extract<M[number], Moved>['moved'];

type Fitting<O, M extends readonly Refactoring[], R extends Declarations> =
  O extends Moved<infer F, infer T>
    ? F extends keyof R
      ? { readonly 'moves a key that is declared': F }
      : T extends (keyof R & string) | Former<M>
        ? unknown
        : { readonly 'moves to a key that is not declared': T }
    : O extends Released<infer F>
      ? F extends keyof R
        ? { readonly 'releases a key that is declared': F }
        : unknown
      : never;

/** `unknown` for refactorings that fit the declarations; otherwise types that nothing matches, whose keys are the error messages. */
export type KnownMoves<M extends readonly Refactoring[], R extends Declarations> = {
  readonly [I in keyof M]: Fitting<M[I], M, R>;
};

/** The refactorings of a target, by key. */
export interface Refactored {
  /** The former keys of declared ones, the oldest first. */
  readonly former: Readonly<Record<string, readonly string[]>>;
  /** The declared key that each former one has now. */
  readonly present: Readonly<Record<string, string>>;
  readonly released: Readonly<Record<string, ComposedKind | undefined>>;
}

/** The refactorings by key: chains such as a → b → c lead to their end. They must be sound. */
export function toRefactored(refactorings: readonly Refactoring[]): Refactored {
  const next = nextOf(refactorings);
  const previous = new Map([...next].map(([from, to]) => [to, from]));
  const ends = [...previous.keys()].filter((key) => !next.has(key));
  const former = ends.map((end) => [end, chainTo(previous, end)] as const);
  return {
    former: Object.fromEntries(former),
    present: Object.fromEntries(former.flatMap(([end, keys]) => keys.map((key) => [key, end]))),
    released: Object.fromEntries(
      refactorings.filter((one) => 'released' in one).map(({ released: key, kind }) => [key, kind]),
    ),
  };
}

/** The mistakes in a target's refactorings, one sentence for each. */
export function unsoundRefactorings(resources: Declarations, refactorings: readonly Refactoring[]): readonly string[] {
  const problems: string[] = [];
  const next = nextOf(refactorings);
  const gone = new Set(refactorings.filter((one) => 'released' in one).map(({ released: key }) => key));
  const seen = new Set<string>();
  const targets = new Set<string>();
  for (const one of refactorings) {
    const key = 'moved' in one ? one.moved : one.released;
    const verb = 'moved' in one ? 'moves' : 'releases';
    if (!isKey(key)) problems.push(`it ${verb} ${key}, which is no key of a resource`);
    else if (Object.hasOwn(resources, key)) problems.push(`it ${verb} ${key}, which it still composes`);
    else if (seen.has(key)) problems.push(`it moves or releases ${key} twice`);
    seen.add(key);
    if ('released' in one) problems.push(...ofReleased(one));
    else {
      if (targets.has(one.to)) problems.push(`it moves two keys to ${one.to}, and only one object can be there`);
      targets.add(one.to);
      const end = endOf(next, key);
      if (end === undefined) problems.push(`it moves ${key} in a circle`);
      else if (gone.has(end))
        problems.push(`it moves ${key} to ${end}, which is released: release ${key}, too, in place of moving it`);
      else if (!Object.hasOwn(resources, end)) problems.push(`it moves ${key} to ${end}, which is not declared`);
    }
  }
  return problems;
}

/** A kind that has no management policies: this much is known without its CRD. */
function ofReleased({ released: key, kind }: Released): readonly string[] {
  if (kind === undefined) return [];
  const [group = '', version] = kind.apiVersion.split('/');
  const isKubernetes = version === undefined || !group.includes('.') || group.endsWith('.k8s.io');
  if (!isKubernetes && group !== '') return [];
  const what = group === '' ? `${kind.kind} is an API of this platform` : `${kind.kind} is a kind of Kubernetes`;
  return [
    `it releases ${key}, and ${what}, without management policies: Crossplane deletes such an object once it is not composed, so keep the key`,
  ];
}

function nextOf(refactorings: readonly Refactoring[]): ReadonlyMap<string, string> {
  return new Map(refactorings.filter((one) => 'moved' in one).map(({ moved: from, to }) => [from, to]));
}

/** The keys that lead to the end of a chain, the oldest first. */
function chainTo(previous: ReadonlyMap<string, string>, end: string): readonly string[] {
  const before = previous.get(end);
  return before === undefined ? [] : [...chainTo(previous, before), before];
}

/** The end of the chain that begins with a key; undefined if it has none. */
function endOf(next: ReadonlyMap<string, string>, key: string): string | undefined {
  let end = key;
  for (let steps = 0; steps <= next.size; steps += 1) {
    const after = next.get(end);
    if (after === undefined) return end;
    end = after;
  }
  return undefined;
}
