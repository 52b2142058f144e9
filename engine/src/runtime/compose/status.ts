/** The status of an XR: complete in every response, since Crossplane removes a field that is left out. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import type { AnyApi } from '../../schema/index.ts';
import { withoutEmpty } from '../read/without-empty.ts';
import type { Recorded } from '../read/recorded.ts';

/** The parts of a status. */
export interface StatusParts {
  /** The fields from the target. */
  readonly reported: Readonly<Record<string, unknown>>;
  readonly recorded: Recorded;
  readonly target: string;
  readonly platformVersion: string;
  /** The name of the connection Secret once it exists. */
  readonly secretName: string | undefined;
}

/** The status on top of that of earlier steps; throws if the target reports a field that the API does not have. */
export function toStatus(
  api: AnyApi,
  { reported, recorded, target, platformVersion, secretName }: StatusParts,
  earlier: Resource | undefined,
): Record<string, unknown> {
  const status: Record<string, unknown> = { ...(earlier?.resource?.['status'] as object | undefined) };
  for (const [field, value] of Object.entries(reported)) {
    if (api.status.kind === 'object' && !Object.hasOwn(api.status.fields, field)) {
      throw new Error(`the target reports status.${field}, which ${api.kind} does not have`);
    }
    if (value !== undefined) status[field] = value;
  }
  if (Object.keys(recorded).length > 0) status['recorded'] = recorded;
  status['target'] = target;
  status['platformVersion'] = platformVersion;
  if (secretName !== undefined) status['connectionSecretRef'] = { name: secretName };
  return withoutEmpty(status);
}
