/** Simulated claims of this platform, with played operators and providers. */
import { type KubernetesObject, SimulatedClaim } from 'planesmith/testing';
import type { Handler } from 'planesmith/runtime';
import type { Flavour } from 'planesmith/schema';
import { handler, platform } from '../cases/platform.ts';
import { missingKeys } from './missing-keys.ts';
import { play } from './play.ts';

/** The options of a played claim. */
export interface PlayedClaimOptions {
  readonly kind: string;
  readonly target: string;
  /** The values of its EnvironmentConfig. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** @default 'orders' */
  readonly name?: string;
  /** @default 'namespaced' */
  readonly flavour?: Flavour;
  /** Other objects in the cluster. @default the account that its spec names */
  readonly others?: readonly KubernetesObject[];
  /** @default the platform's function */
  readonly handler?: Handler;
}

/** An account in the cloud that another claim created. */
export function accountOfAnother(name: string): KubernetesObject {
  const annotations = {
    'iam.gke.io/gcp-service-account': 'another@example-dev.iam.gserviceaccount.com',
    [`${platform.group}/principal-id`]: '12345678-2222-3333-4444-555555555555',
  };
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'team-a', annotations } };
}

export class PlayedClaim extends SimulatedClaim {
  constructor({ kind, ...options }: PlayedClaimOptions) {
    const api = Object.values(platform.apis).find((candidate) => candidate.kind === kind);
    if (api === undefined) throw new Error(`there is no API ${kind}`);
    const lacks = (spec: PlayedClaimOptions['spec']) => missingKeys(kind, options.target, spec);
    const { serviceAccount } = options.spec;
    const others = typeof serviceAccount === 'string' ? [accountOfAnother(serviceAccount)] : [];
    super({ others, handler, ...options, group: platform.group, api, play, lacks });
  }
}

/** Why the function refuses a new claim, or cannot compose it; none if it can. */
export function refusals(options: PlayedClaimOptions): readonly string[] {
  const { results, conditions } = new PlayedClaim(options).ask();
  return [...results, ...conditions.filter(({ reason }) => reason === 'Refused')].map(({ message = '' }) => message);
}
