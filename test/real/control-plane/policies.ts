/** The admission policies and the roles of the install bundle on a control plane. */
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { claimsPath } from './claim.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

/** Applies the policies of the bundle and the roles of people, and resolves once the policies are in force. */
export async function enforcePolicies({ member, kubectl }: ControlPlane, dist: string, target: string) {
  for (const file of ['roles.yaml', 'policies.yaml']) await kubectl('apply', '-f', join(dist, 'install', target, file));
  const probe = {
    apiVersion: `${platform.group}/v1alpha1`,
    kind: 'Database',
    metadata: { name: 'probe' },
    spec: { compositionRef: { name: 'any' }, crossplane: { compositionRef: { name: 'any' } } },
  };
  await until('the policies to be in force', 30, async () => {
    // The claim is only sent as a dry run, so it is never stored.
    const answer = await member.create(`${claimsPath}?dryRun=All`, probe).then(
      () => 'accepted',
      ({ message }: Error) => message,
    );
    if (!answer.includes('platform’s choice')) throw new Error(answer);
    return true;
  });
}

/** The API server's warnings on policies that it could not check against the kinds; empty if all are sound. */
export async function policyWarnings({ client }: ControlPlane): Promise<readonly string[]> {
  const all = await client.list('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies');
  return all.flatMap(({ metadata, status }) =>
    ((status?.typeChecking?.expressionWarnings ?? []) as { warning: string }[]).map(
      ({ warning }) => `${metadata.name}: ${warning}`,
    ),
  );
}
