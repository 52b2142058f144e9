/** The option `--function`: which steps of others a command runs, and where their functions listen. */
import { Option } from 'commander';
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { CallFunction, FunctionsOfOthers, Step } from '../render/index.ts';
import { nearest } from '../schema/index.ts';
import { isKit } from './kit-platform.ts';
import { tell } from './session.ts';

/** May be repeated. */
export function functionOption(): Option {
  return new Option(
    '--function <step=address>',
    'run a step of others, whose function listens there without TLS (repeat for more)',
  ).argParser((value: string, before: readonly string[] = []) => [...before, value]);
}

/** The functions of the steps of others, for one run of a command. */
export interface StepsOfOthers {
  readonly functionOf: FunctionsOfOthers;
  /** Names on stderr the steps that were skipped. */
  tellSkipped(): void;
  close(): void;
}

/** The functions that the option gives. Throws a `UserError` for an address that is none, and for a step that no Composition has. */
export async function stepsOfOthers(platform: Platform, given: readonly string[] = []): Promise<StepsOfOthers> {
  const functions = new Map<string, { readonly call: CallFunction; close(): void }>();
  if (given.length > 0 && isKit(platform)) {
    throw new UserError('a kit calls no function of others, because it reaches no network', {
      hint: 'leave out --function, or run planesmith in the folder of the platform',
    });
  }
  if (given.length > 0) {
    const [{ foreignFunction }, { parseAddress }, { stepNames }] = await Promise.all([
      import('../serve/foreign-function.ts'),
      import('../serve/listen.ts'),
      import('../preview/step-names.ts'),
    ]);
    const known = await stepNames(platform);
    for (const value of given) {
      const [, step = '', address = ''] = /^([^=]+)=(.+)$/.exec(value) ?? [];
      const isAddress = !address.startsWith(':') && attempt(() => parseAddress(address));
      if (!isAddress) {
        throw new UserError(`--function ${value}: expected the name of a step and an address`, {
          hint: 'write --function STEP=HOST:PORT, such as auto-ready=127.0.0.1:9443',
        });
      }
      if (functions.has(step)) {
        throw new UserError(`--function ${step} is given twice`, { hint: 'give one address for each step' });
      }
      if (!known.includes(step)) throw unknownStep(step, known);
      functions.set(step, foreignFunction(step, address));
    }
  }
  const skipped = new Map<string, Step>();
  return {
    functionOf: (step) => {
      const found = functions.get(step.step);
      if (found === undefined) skipped.set(step.step, step);
      return found?.call;
    },
    tellSkipped: () => {
      for (const { step, functionRef } of skipped.values()) {
        const remedy = isKit(platform) ? '' : `; --function ${step}=HOST:PORT runs it`;
        tell(`skipped: step ${step} (${functionRef?.name})${remedy}`);
      }
    },
    close: () => functions.forEach((found) => found.close()),
  };
}

function unknownStep(step: string, known: readonly string[]): UserError {
  const meant = nearest(step, known);
  return new UserError(
    `--function ${step}: no Composition has such a step${meant === undefined ? '' : `, did you mean ${meant}?`}`,
    {
      hint:
        known.length === 0
          ? 'no Composition of this platform has steps of others'
          : `the steps of others are ${known.join(', ')}`,
    },
  );
}

function attempt(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
