/** Every API keeps what its claims have if a release renames all keys of a target and says that they moved. */
import * as fc from 'fast-check';
import { moved, type Refactoring } from 'planesmith/authoring';
import { dispatch } from 'planesmith/runtime';
import { live, lives, type Step } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { type Cell, cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { renamed, renamedTarget } from './renamed-target.ts';

type Functions = Readonly<Record<string, Parameters<typeof dispatch>[0][string]>>;

/** The platform's function in which the keys of one target have other names. */
function releaseOf({ key, target }: Cell, says: (keys: readonly string[]) => readonly Refactoring[] = allMoved) {
  const all: Functions = functions;
  const { planner, targets } = all[key]!;
  const before = targets[target]!;
  const after = renamedTarget(before, { refactored: says(Object.keys(before.resources)) });
  return dispatch({ ...all, [key]: { planner, targets: { ...targets, [target]: after } } });
}

const allMoved = (keys: readonly string[]) => keys.map((key) => moved(key, renamed(key)));

const optionsIn = ({ key, kind, target }: Cell) => ({
  kind,
  target,
  environment: facts(usualEnvironment(target)),
  spec: exampleSpec(key),
});

const objectsOf = ({ objects }: PlayedClaim) => [...objects].toSorted(([a], [b]) => (a < b ? -1 : 1));
const kindsOf = ({ objects }: PlayedClaim) => [...objects.values()].map(({ kind }) => kind).toSorted();

/** Two things that are lost at once, of which one waits for the other, may come back under another name: the engine's tests have that. */
const withoutLosses = (steps: readonly Step[]) => steps.filter(({ what }) => what !== 'deleted');

describe.each(cells)('$kind on $target', (cell) => {
  const options = optionsIn(cell);
  const after = releaseOf(cell);

  test('keeps every byte of every object of a claim that is ready', () => {
    const claim = readyClaim(options);
    const before = structuredClone(objectsOf(claim));
    live(cell.api, claim, { from: 'settled', steps: [] }, { handler: after, steps: [] });
    expect(objectsOf(claim)).toEqual(before);
  });

  test('composes anew what is lost, where it was', () => {
    const names = (claim: PlayedClaim) =>
      [...claim.objects.values()].map(({ kind, metadata: { name } }) => `${kind} ${name}`).toSorted();
    const before = readyClaim(options);
    for (const key of before.objects.keys()) {
      const claim = readyClaim(options);
      claim.objects.delete(key);
      live(cell.api, claim, { from: 'nothing', steps: [] }, { handler: after, steps: [] });
      expect(names(claim), key).toEqual(names(before));
    }
  });

  test('deletes nothing and makes nothing twice, from any state and through any life', () => {
    const expected = kindsOf(readyClaim(options));
    fc.assert(
      fc.property(lives(), lives(10), ({ from, steps }, next) => {
        const claim = from === 'settled' ? readyClaim(options) : new PlayedClaim(options);
        const upgrade = { handler: after, steps: withoutLosses(next.steps) };
        live(cell.api, claim, { from, steps: withoutLosses(steps) }, upgrade);
        expect(kindsOf(claim)).toEqual(expected);
      }),
      { numRuns: 3 },
    );
  });
});

describe.each(cells)('a release that forgets one key: $kind on $target', (cell) => {
  const options = optionsIn(cell);
  const settled = readyClaim(options);
  const bases = new Set([...settled.objects.keys()].map((key) => key.replace(/\..*/, '')));
  bases.delete('connection-secret');

  test.each([...bases])('the same tests see what becomes of %s', (forgotten) => {
    const says = (keys: readonly string[]) => allMoved(keys.filter((key) => key !== forgotten));
    const upgrade = { handler: releaseOf(cell, says), steps: [] };
    const [stops, isDeleted] = [/^it fails: /, /^law 1: \S+.* existed and is no longer desired/];
    expect(() => live(cell.api, readyClaim(options), { from: 'settled', steps: [] }, upgrade)).toThrow(
      holdsData(cell, settled, forgotten) ? stops : isDeleted,
    );
  });
});

/** Whether the engine, or the API's own code, stops a claim whose object under a key is not composed any more. */
function holdsData({ kind, key, target }: Cell, { objects }: PlayedClaim, base: string): boolean {
  const { targets } = (functions as Functions)[key]!;
  const declaration = targets[target]!.resources[base]!;
  const isMain = 'role' in declaration && declaration.role === 'main';
  const [, object] = [...objects].find(([name]) => name === base || name.startsWith(`${base}.`))!;
  const { managementPolicies } = (object['spec'] ?? {}) as { readonly managementPolicies?: readonly string[] };
  const outlivesClaim = managementPolicies?.some((policy) => ['*', 'Delete'].includes(policy)) === false;
  return isMain || outlivesClaim || (kind === 'CredentialStore' && base === 'secret');
}
