/** The steps of a journey on a control plane: tests that need the ones before them. */
import { it, type TestContext } from 'vitest';

/** What a journey needs, and what it tells. */
export interface JourneyOptions {
  /** Why it cannot be run here; undefined if it can. */
  readonly missing: string | undefined;
  /** What to print beside the error of a step, such as the end of a log. */
  readonly explain?: () => Promise<string>;
}

/** Adds a step to a journey. */
export type Step = (what: string, take: (context: TestContext) => Promise<void>) => void;

/** Returns what adds the steps of a journey. A step is skipped with the reason if something is missing, and if one before it failed or took too long. */
export function journeySteps({ missing, explain }: JourneyOptions): Step {
  let isBroken = false;
  return (what, take) =>
    it(what, async (context) => {
      if (missing !== undefined) return context.skip(missing);
      if (isBroken) return context.skip('an earlier step of this journey failed');
      // A step that takes too long never comes back.
      isBroken = true;
      try {
        await take(context);
      } catch (error) {
        if (explain !== undefined) console.error(await explain());
        throw error;
      }
      isBroken = false;
    });
}
