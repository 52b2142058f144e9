/** Played Database claims in the example environments. */
import { applyDefaults } from 'planesmith/schema';
import { database } from '../../apis/database.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from './claim.ts';

export { PlayedClaim };

/** The values of an EnvironmentConfig. */
export type Environment = Record<string, any>;

/** The example environments. */
export const environmentNames = ['local', 'dev', 'staging', 'prod'] as const;
/** The values of an example environment. */
export const exampleOf = (name: string) => environmentConfig(name)['data'] as Environment;

/** Every target in every environment that can serve it. */
export const places = database.targets.flatMap((target) =>
  environmentNames
    .map((environment) => ({ target, environment }))
    .filter(
      (place) =>
        exampleOf(place.environment)[['aws', 'gcp', 'azure'].includes(target) ? target : 'incluster'] !== undefined,
    ),
);

/** A new claim with the given fields, and the defaults of its API. */
export function claimIn(
  { target, environment }: { target: string; environment: string | Environment },
  spec: Record<string, unknown> = {},
  name = 'orders',
): PlayedClaim {
  return new PlayedClaim({
    kind: 'Database',
    target,
    environment: typeof environment === 'string' ? exampleOf(environment) : environment,
    spec: applyDefaults(database.spec, spec) as Record<string, unknown>,
    name,
  });
}

/** The same, once it is ready. */
export function settled(...given: Parameters<typeof claimIn>): PlayedClaim {
  const claim = claimIn(...given);
  claim.settle();
  return claim;
}

/** A field of what was composed under `key`, by its path. */
export function at(claim: PlayedClaim, key: string, path: string): unknown {
  return path.split('.').reduce<any>((value, field) => value?.[field], claim.objects.get(key));
}

/** A condition that the function reports now. */
export const condition = (claim: PlayedClaim, type: string) =>
  claim.ask().conditions.find((each) => each.type === type);
