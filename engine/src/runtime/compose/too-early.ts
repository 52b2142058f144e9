/** When the Secret of a composed resource has no values yet. */
import { modelOf, secretKey } from '../../authoring/declaration.ts';
import type { SecretSource } from '../../authoring/reads.ts';
import type { AnyTarget } from '../../authoring/target.ts';
import type { AnyApi } from '../../schema/index.ts';
import type { Observation } from '../read/observation.ts';
import { unready } from './part.ts';

interface Place {
  readonly api: AnyApi;
  readonly target: AnyTarget;
  readonly observation: Observation;
}

/**
 * Whether a resource that writes a Secret is not ready yet, and the claim's own Secret does not exist. That Secret is then composed together
 * with what comes after the resource: every change of the list of composed objects costs three writes and as many calls.
 */
export function isTooEarly(source: SecretSource<string>, { api, target, observation }: Place): boolean {
  const isComposed = api.secret.length === 0 || observation.object(secretKey) !== undefined;
  if (typeof source !== 'string' || isComposed) return false;
  const declaration = target.resources[source];
  return declaration !== undefined && unready(modelOf(declaration), observation.object(source)) !== undefined;
}
