/** Reads claims and what surrounds them, and renders them. */
import { parse } from 'node:path';
import { UserError } from '../errors.ts';
import type { Judgement } from '../judge/judge.ts';
import { claimRenderer, type RenderedClaim } from '../preview/render-claim.ts';
import type { Flavour } from '../schema/index.ts';
import { defaultEnvironment } from './default-environment.ts';
import { environmentFile, environmentHint, refuseIncomplete } from './environments.ts';
import type { ExitCode } from './exit-code.ts';
import { isKit } from './kit-platform.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { withValues } from './values.ts';
import { type ReadClaim, readClaims, readEnvironment, readObserved } from './read-claims.ts';
import { stepsOfOthers } from './steps-of-others.ts';

/** The options by which claims are rendered. */
export interface AnswerOptions {
  readonly environment?: string;
  readonly target?: string;
  readonly flavour: Flavour;
  readonly observed?: string;
  readonly values?: readonly string[];
  readonly namespace: string;
  readonly complete: boolean;
  readonly function?: readonly string[];
}

/** A claim of a file with what it becomes. */
export interface AnsweredClaim extends ReadClaim {
  readonly rendered: RenderedClaim;
}

/** A claim that the platform cannot render, and why. */
export interface FailedClaim extends ReadClaim {
  readonly error: UserError;
}

/** The claims of a command line with what they become. */
export interface AnsweredClaims {
  readonly answered: readonly AnsweredClaim[];
  readonly failed: readonly FailedClaim[];
  readonly judgement: Judgement;
  /** That of `ReadClaims`, or 2 if a claim failed. */
  readonly code: ExitCode;
  /** The environment that was read because none was given. */
  readonly unchosen: string | undefined;
  /** What to add to the environment, if the claims need more than it has. */
  readonly hint: string | undefined;
  /** Whether the claim has composed resources already. */
  readonly hasObjects: boolean;
  /** Names on stderr the steps of others that were skipped. */
  readonly tellSkipped: () => void;
}

const nothing = {
  answered: [],
  failed: [],
  unchosen: undefined,
  hint: undefined,
  hasObjects: false,
  tellSkipped: () => {},
};

/** Throws a `UserError` if there is no claim, if there is nothing to render them with, or if not one can be rendered. */
export async function answeredClaims(
  loaded: LoadedPlatform,
  paths: readonly string[],
  options: AnswerOptions,
): Promise<AnsweredClaims> {
  const { platform } = loaded;
  const { claims, judgement, code } = readClaims(await withValues(paths, options.values), platform, {
    ...options,
    paths,
  });
  if (claims.length === 0) return { ...nothing, judgement, code };
  const given = options.environment;
  const file = given === undefined ? await defaultEnvironment(loaded, options.target) : environmentFile(given, loaded);
  const environment = readEnvironment(file, loaded);
  const existing = readObserved(options.observed, claims.length);
  const steps = await stepsOfOthers(platform, options.function);
  const { functionOf } = steps;
  const renderClaim = await claimRenderer(platform, { ...options, isComplete: options.complete, functionOf });
  const answered: AnsweredClaim[] = [];
  const failed: FailedClaim[] = [];
  for (const read of claims) {
    try {
      answered.push({ ...read, rendered: await renderClaim(read.claim, { environment, ...existing }) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push({ ...read, error });
    }
  }
  steps.close();
  const [first] = failed;
  if (answered.length === 0 && first !== undefined) throw first.error;
  // The files of a kit are no concern of its users.
  const isOwn = !isKit(platform) || file === given;
  const unchosen = given !== undefined ? undefined : isOwn ? file : parse(file).name;
  const rendered = answered.map((answer) => answer.rendered);
  const hint = environmentHint(isOwn ? file : undefined, rendered);
  if (unchosen !== undefined) refuseIncomplete(unchosen, rendered, { target: options.target, hint });
  return {
    answered,
    failed,
    judgement,
    code: failed.length > 0 ? 2 : code,
    unchosen,
    hint,
    hasObjects: existing.observed.length > 0,
    tellSkipped: steps.tellSkipped,
  };
}
