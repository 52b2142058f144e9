/** A simulated claim of this platform, with its operators and providers played. */
import type { AnyFunctions } from 'planesmith/runtime';
import { SimulatedClaim } from 'planesmith/testing';
import { functions } from '../../functions/index.ts';
import { handler, platform } from '../cases/platform.ts';
import { play } from './play.ts';

/** What a played claim is made from. */
export interface PlayedClaimOptions {
  readonly kind: string;
  readonly target: string;
  /** The values of its EnvironmentConfig. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** @default 'orders' */
  readonly name?: string;
}

/** By kind, the keys of its Secret that depend on what a claim asks for: those that this one does not have. */
const sometimes: Readonly<Record<string, (spec: PlayedClaimOptions['spec']) => readonly string[]>> = {
  DevNamespace: ({ isolation }) => (isolation === 'vcluster' ? [] : ['kubeconfig']),
};

export class PlayedClaim extends SimulatedClaim {
  constructor({ kind, ...options }: PlayedClaimOptions) {
    const api = Object.values(platform.apis).find((each) => each.kind === kind);
    if (api === undefined) throw new Error(`there is no API ${kind}`);
    const answer = Object.values<AnyFunctions[string]>(functions).find(({ planner }) => planner.api.kind === kind);
    const never = answer?.targets[options.target]?.lacks ?? [];
    const lacks = (spec: PlayedClaimOptions['spec']) => [...never, ...(sometimes[kind]?.(spec) ?? [])];
    super({ ...options, api, handler, play, lacks });
  }
}
