/** The tags by which a bill or an inventory leads back to a claim. */
import type { Claim } from 'planesmith/runtime';
import type { Environment } from './environment.ts';

/** The environment's tags, and which claim of which environment a cloud resource is for. */
export function cloudTags(claim: Claim, { name, tags }: Environment): Record<string, string> {
  return {
    ...tags,
    ...(claim.team !== undefined && { team: claim.team }),
    environment: name,
    kind: claim.kind,
    claim: [claim.namespace, claim.name].filter(Boolean).join('/'),
  };
}
