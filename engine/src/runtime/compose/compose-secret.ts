/** The connection Secret of a claim, with the check that its name is free. */
import type { ResourceSelector, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { secretKey } from '../../authoring/declaration.ts';
import { isNone } from '../../authoring/none.ts';
import type { AnyTargetResult } from '../../authoring/target.ts';
import type { AnyApi } from '../../schema/index.ts';
import { ownerOf, secretName } from '../read/names.ts';
import type { Situation } from '../read/situation.ts';
import { connectionSecret, type ConnectionSecret, type SecretWishes } from './connection-secret.ts';
import { fetchedObject, toSelector } from '../read/requirement.ts';

/**
 * The connection Secret, and the requirement of the object that has its name. There is a requirement only until the Secret exists, and
 * only if the claim has keys.
 */
export function composeSecret(
  api: AnyApi,
  { xr, spec, observation, mark }: Situation,
  { secret: values, secretNamespace }: AnyTargetResult,
  requiredResources: RunFunctionRequest['requiredResources'],
): { secret: ConnectionSecret | undefined; requirement?: ResourceSelector } {
  const keys = Object.keys(api.secret);
  if (keys.length === 0) return { secret: undefined };
  const { claim } = xr;
  const lacks = keys.filter((key) => isNone(values[key]));
  const hasKeys = lacks.length < keys.length;
  const wishes = (spec['connectionSecret'] ?? {}) as SecretWishes;
  const namespace = api.scope === 'Namespaced' ? claim.namespace : (secretNamespace ?? '');
  if (hasKeys && namespace === '')
    throw new Error(`the target gives no secretNamespace, and a cluster-scoped ${api.kind} has none`);
  const defaultName = secretName(ownerOf(claim));
  const observed = observation.object(secretKey);
  const selector = toSelector({ apiVersion: 'v1', kind: 'Secret', name: wishes.name ?? defaultName }, namespace);
  const holder = observed === undefined ? fetchedObject(requiredResources, selector) : undefined;
  const promised = { keys, lacks, values, wishes };
  const secret = connectionSecret({ ...promised, defaultName, namespace, mark, observed, holder });
  return hasKeys && observed === undefined ? { secret, requirement: selector } : { secret };
}
