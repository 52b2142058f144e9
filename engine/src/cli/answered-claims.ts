/** Reads claims and what surrounds them, and renders them. */
import type { Judgement } from '../judge/judge.ts';
import { claimRenderer, type RenderedClaim } from '../preview/render-claim.ts';
import type { Flavour } from '../schema/index.ts';
import { defaultEnvironment, refuseIncomplete } from './default-environment.ts';
import type { ExitCode } from './exit-code.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { withValues } from './overlay.ts';
import { type ReadClaim, readClaims, readEnvironment, readObserved } from './read-claims.ts';

/** The options by which claims are rendered. */
export interface AnswerOptions {
  readonly environment?: string;
  readonly target?: string;
  readonly flavour: Flavour;
  readonly observed?: string;
  readonly values?: readonly string[];
  readonly namespace: string;
  readonly complete: boolean;
}

/** A claim of a file with what it becomes. */
export interface AnsweredClaim extends ReadClaim {
  readonly rendered: RenderedClaim;
}

/** The claims of a command line with what they become. */
export interface AnsweredClaims {
  readonly answered: readonly AnsweredClaim[];
  readonly judgement: Judgement;
  /** See `ReadClaims`. */
  readonly code: ExitCode;
  /** The environment that was read because none was given. */
  readonly unchosen: string | undefined;
  /** Whether the claim has composed resources already. */
  readonly hasObjects: boolean;
}

/** Throws a `UserError` if there is no claim, or nothing to render them with. */
export async function answeredClaims(
  { platform, root }: LoadedPlatform,
  paths: readonly string[],
  options: AnswerOptions,
): Promise<AnsweredClaims> {
  const { claims, judgement, code } = readClaims(await withValues(paths, options.values), platform, options);
  if (claims.length === 0) return { answered: [], judgement, code, unchosen: undefined, hasObjects: false };
  const environment = readEnvironment(options.environment, platform, root);
  const existing = readObserved(options.observed, claims.length);
  const renderClaim = await claimRenderer(platform, { ...options, isComplete: options.complete });
  const answered = claims.map((read) => ({
    ...read,
    rendered: renderClaim(read.claim, { environment, ...existing }),
  }));
  const unchosen = options.environment === undefined ? defaultEnvironment(root) : undefined;
  const rendered = answered.map((answer) => answer.rendered);
  if (unchosen !== undefined) refuseIncomplete(unchosen, rendered, options.target);
  return { answered, judgement, code, unchosen, hasObjects: existing.observed.length > 0 };
}
