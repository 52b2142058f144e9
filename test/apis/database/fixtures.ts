/** Database claims in the example environments. */
import { database } from '../../../apis/database.ts';
import { claimsOf, environmentNames, facts, type Loose } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';

/** A target in an example environment, or in an environment with other facts. */
export interface Place {
  readonly target: string;
  readonly environment: string | Loose;
}

/** Every target in every environment that can serve it. */
export const places = database.targets.flatMap((target) =>
  environmentNames
    .map((environment) => ({ target, environment }))
    .filter(
      ({ environment }) =>
        facts(environment)[['aws', 'gcp', 'azure'].includes(target) ? target : 'incluster'] !== undefined,
    ),
);

const factsOf = ({ environment }: Place) => (typeof environment === 'string' ? facts(environment) : environment);

/** A new claim with these fields. */
export const claimIn = (place: Place, spec: Loose = {}, name = 'orders') =>
  claimsOf('Database', name).claimOn(place.target, spec, factsOf(place));

/** The same claim, once it is ready. */
export const readyIn = (place: Place, spec: Loose = {}, name = 'orders') =>
  claimsOf('Database', name).ready(place.target, spec, factsOf(place));

/** A field of the composed object `key`, by its path. */
export function at(claim: PlayedClaim, key: string, path: string): unknown {
  return path.split('.').reduce<any>((value, field) => value?.[field], claim.objects.get(key));
}
