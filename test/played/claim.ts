/** A simulated claim of this platform, with its operators and providers played. */
import { SimulatedClaim } from 'planesmith/testing';
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

export class PlayedClaim extends SimulatedClaim {
  constructor({ kind, ...options }: PlayedClaimOptions) {
    const api = Object.values(platform.apis).find((each) => each.kind === kind);
    if (api === undefined) throw new Error(`there is no API ${kind}`);
    super({ ...options, api, handler, play });
  }
}
