/** A plan is true: what it says of live claims is what then happens, for many changes of the platform. */
import { afterAll, describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells } from '../fixtures.ts';
import { codeMutations } from './code-mutations.ts';
import { limitOf } from './limits.ts';
import { environmentMutations, type Mutation, schemaMutations } from './mutations.ts';
import { type Trial, trialOf, type Verdict, verdictsOf } from './verdicts.ts';

const mutations: readonly Mutation[] = [...schemaMutations, ...environmentMutations, ...codeMutations];
const knowledge = ['old', 'live', 'both'] as const;

/** Every mutation on every API and target, or once on an API that it changes everywhere. */
const all = mutations.flatMap((mutation) =>
  cells
    .filter(({ key }, index) => !mutation.isOfApi || cells.findIndex((cell) => cell.key === key) === index)
    .map((cell) => ({ mutation, cell })),
);

/** One of so many is tried, with three sorts of knowledge in turn. */
function trialsOf(
  every: number,
): readonly { readonly title: string; readonly mutation: Mutation; readonly make: () => Trial | undefined }[] {
  return all.flatMap(({ mutation, cell }, index) => {
    if (index % every !== 0) return [];
    const knows = knowledge[(index / every) % knowledge.length] ?? 'old';
    const title = `${mutation.isOfApi ? cell.kind : `${cell.kind} on ${cell.target}`} ${mutation.does} (${knows})`;
    return [{ title, mutation, make: () => trialOf(mutation, cell, { seed: every, knows }) }];
  });
}

/** Where a verdict is wrong: what was said and does not happen, and what happens and was not said. */
function differencesOf({ predicted, actual }: Verdict): readonly string[] {
  const [said, happened] = [new Set(predicted), new Set(actual)];
  return [
    ...predicted.filter((text) => !happened.has(text)).map((text) => `said in vain: ${text}`),
    ...actual.filter((text) => !said.has(text)).map((text) => `not said: ${text}`),
  ];
}

/** Declares the tests: one of so many changes is tried, and at least so many of them change something. */
export function planTruth({ every, atLeast }: { readonly every: number; readonly atLeast: number }): void {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  describe('a plan says what happens if', () => {
    test.each(trialsOf(every))('$title', async ({ mutation, make }) => {
      const trial = make();
      if (trial === undefined) return;
      count('changes');
      for (const verdict of await verdictsOf(trial)) {
        count('claims');
        const { predicted, claim } = verdict;
        const kinds = new Set(predicted.map((text) => text.split(' ')[0]));
        for (const kind of predicted.length === 0 ? ['unchanged'] : kinds)
          count(`claims of which something is ${kind}`);
        const unexplained = differencesOf(verdict).filter((difference) => {
          const limit = limitOf(difference, { does: mutation.does, knows: trial.knows, ...verdict });
          if (limit !== undefined) count(`known limit: ${limit}`);
          return limit === undefined;
        });
        expect(unexplained, claim).toEqual([]);
      }
    });
  });

  test('a plan for another release is found to be wrong', async () => {
    const forgetful = codeMutations.find(({ does }) => does === 'composes an object no more')!;
    const trial = trialOf(
      forgetful,
      cells.find(({ kind }) => kind === 'Cache')!,
      { seed: 1, knows: 'old' },
    )!;
    const [verdict] = await verdictsOf(trial, platform);
    expect(differencesOf(verdict!)).toEqual([expect.stringMatching(/^not said: deleted /)]);
  });

  test('many changes are tried', () => expect(counts.get('changes')).toBeGreaterThanOrEqual(atLeast));

  afterAll(() => {
    for (const [what, how] of [...counts].toSorted()) console.log(`${String(how).padStart(6)} ${what}`);
  });
}
