/** When the Secret of a composed resource has no values yet. */
import { modelOf, secretKey } from '../../authoring/declaration.ts';
import { ready } from '../../authoring/readiness.ts';
import type { SecretSource } from '../../authoring/reads.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import type { AnyApi } from '../../schema/index.ts';
import type { Situation } from '../read/situation.ts';
import { unready } from './part.ts';

interface Place {
  readonly api: AnyApi;
  readonly target: AnyTarget;
  readonly situation: Pick<Situation, 'xr' | 'observation'>;
}

/**
 * Whether a resource that writes a Secret is in progress, and the claim has not had its own Secret yet. That Secret is then composed together
 * with what comes after the resource: every change of the list of composed objects costs three writes and as many calls.
 *
 * Nothing waits for a resource that fails, nor if somebody deleted the claim's Secret: applications need it before anybody mends that.
 */
export function isTooEarly(source: SecretSource<string>, { api, target, situation }: Place): boolean {
  const { observation } = situation;
  if (typeof source !== 'string' || Object.keys(api.secret).length === 0 || hadSecret(situation)) return false;
  const declaration = target.resources[source];
  return declaration !== undefined && unready(modelOf(declaration), observation.object(source)) === ready.starting;
}

/** Whether the claim has its own Secret, or had one that somebody deleted. */
export function hadSecret({ xr, observation }: Place['situation']): boolean {
  return observation.object(secretKey) !== undefined || xr.status.connectionSecretRef !== undefined;
}
