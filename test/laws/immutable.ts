/**
 * Claims and environments that change never ask for the impossible. A change leaves the immutable fields of existing objects as they are: the function records
 * what it chose, or refuses the change, since the object's owner would refuse it for ever.
 */
import { check, type Node } from 'planesmith/schema';
import { fieldChanges, immutableChanges, type KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { readyClaim } from '../fixtures.ts';
import type { PlayedClaim } from '../played/claim.ts';
import { optionsIn, type Place } from './simulator.ts';

export const titleOf = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) =>
  `${kind} of ${apiVersion.split('/')[0]}`;

const functions = await platform.loadFunctions();

export const kinds = new Map(
  Object.values(functions)
    .flatMap(({ targets }) => Object.values(targets))
    .flatMap(({ resources }) => Object.values(resources))
    .map((declaration) => ('role' in declaration ? declaration.model : declaration))
    .map((kind) => [titleOf(kind), kind]),
);

type Desired = ReadonlyMap<string, KubernetesObject>;

/** What the function composes now, by key; undefined if it refuses the claim. */
function desiredOf(claim: PlayedClaim): Desired | undefined {
  const { desired, results, conditions } = claim.ask();
  if (results.length > 0 || conditions.some(({ reason }) => reason === 'Refused')) return undefined;
  const all = Object.entries(desired?.resources ?? {});
  return new Map(all.map(([key, { resource }]) => [key, resource as unknown as KubernetesObject]));
}

/** The immutable fields of an object that a change of its claim changes, by the object's key. An object of another name is another one. */
function impossible(before: Desired, after: Desired, known: typeof kinds): string[] {
  return [...before].flatMap(([key, object]) => {
    const kind = known.get(titleOf(object));
    const now = after.get(key);
    if (kind === undefined || now === undefined || now.metadata.name !== object.metadata.name) return [];
    return immutableChanges(kind, object, now).map((path) => `${key}: ${path}`);
  });
}

/** Every violation in a place, as `field: key: path`, and the number of granted changes. */
export function violationsIn(
  place: Place,
  known = kinds,
): { readonly violations: ReadonlySet<string>; readonly granted: number } {
  const { api } = place;
  const options = optionsIn(place);
  const violations = new Set<string>();
  let granted = 0;
  for (const { path, pairs } of fieldChanges(api.spec as Node, options.spec as never)) {
    const valid = pairs.filter(([from, to]) => isValid(api.spec, from) && isValid(api.spec, to, from));
    const [first] = valid;
    if (first === undefined) continue;
    const claim = readyClaim({ ...options, spec: first[0] as never });
    const before = desiredOf(claim);
    if (before === undefined) continue;
    for (const [, to] of valid) {
      claim.spec = to as never;
      const after = desiredOf(claim);
      if (after === undefined) continue;
      granted += 1;
      for (const found of impossible(before, after, known)) violations.add(`${path}: ${found}`);
    }
    // Once more with what the function recorded then.
    claim.reconcile();
    for (const found of impossible(before, desiredOf(claim) ?? before, known)) violations.add(`${path}: ${found}`);
  }
  return { violations, granted };
}

const isValid = (schema: Place['api']['spec'], spec: unknown, old?: unknown) =>
  check(schema, spec, { old }).length === 0;

const clouds: ReadonlySet<string> = new Set(['aws', 'gcp', 'azure']);

interface Volume {
  /** Where the fields of claims change. */
  readonly claims: readonly Place[];
  /** Where the facts of environments change. */
  readonly environments: readonly Place[];
  /** How many other values a fact gets. */
  readonly valuesOfFact: number;
  /** The fewest granted changes of claims that show that claims do change. */
  readonly leastChanges: number;
}

/** Declares the tests that change claims and environments. */
export function neverImpossible({ claims, environments, valuesOfFact, leastChanges }: Volume): void {
  let all = 0;

  describe.each(claims)('a $kind on $target in $environment', (place) => {
    test('asks no owner for a change that it refuses for ever', () => {
      const { violations, granted } = violationsIn(place);
      all += granted;
      expect([...violations]).toEqual([]);
    });
  });

  test('was tried with hundreds of granted changes', () => expect(all).toBeGreaterThan(leastChanges));

  let moved = 0;

  describe.each(environments)('the environment of a $kind on $target in $environment', (place) => {
    test('may change in any fact, and asks no owner for a change that it refuses for ever', () => {
      const options = optionsIn(place);
      const node = functions[place.key]!.planner.environment;
      const claim = readyClaim(options);
      const before = desiredOf(claim);
      if (before === undefined) throw new Error('the claim is refused');
      const violations = new Set<string>();
      for (const { path, pairs } of fieldChanges(node as Node, options.environment as never, 'environment')) {
        const [, section = ''] = path.split('.');
        if (clouds.has(section) && section !== place.target) continue;
        let tried = 0;
        for (const [, to] of pairs) {
          claim.environment = to as never;
          // The function answers nothing in an environment that is not valid.
          const after = tried < valuesOfFact ? desiredOf(claim) : undefined;
          if (after === undefined) continue;
          tried += 1;
          for (const found of impossible(before, after, kinds)) violations.add(`${path}: ${found}`);
        }
        moved += tried;
      }
      expect([...violations]).toEqual([]);
    });
  });

  test('was tried with hundreds of changed environments', () => expect(moved).toBeGreaterThan(500));
}
