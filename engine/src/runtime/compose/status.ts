/** The status of an XR: what its target reports and what the engine records, complete every time, since Crossplane removes what is left out. */
import type { Resource } from '@crossplane-org/function-sdk-typescript';
import type { AnyApi } from '../../schema/index.ts';
import { withoutEmpty } from '../read/without-empty.ts';
import type { Recorded } from '../read/recorded.ts';

export interface StatusParts {
  /** What the target reports. */
  readonly reported: Readonly<Record<string, unknown>>;
  readonly recorded: Recorded;
  readonly target: string;
  readonly platformVersion: string;
  /** The name of the connection Secret once it is composed. */
  readonly secretName: string | undefined;
}

/** The status over what earlier steps put there; throws if a target reports a field that its API does not have. */
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
