/** The admission policies of the install bundle on a control plane, and the rights of a developer to test them with. */
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { claimsPath } from './claim.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const roles = '/apis/rbac.authorization.k8s.io/v1';

/** Gives developers every right on claims, and resolves once the policies of the bundle are in force. */
export async function enforcePolicies({ client, developer, kubectl }: ControlPlane, dist: string, target: string) {
  const metadata = { name: 'developers' };
  const rules = [{ apiGroups: [platform.group], resources: ['*'], verbs: ['*'] }];
  await client.create(`${roles}/clusterroles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata,
    rules,
  });
  await client.create(`${roles}/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'developers' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'developers' }],
  });
  await kubectl('apply', '-f', join(dist, 'install', target, 'policies.yaml'));
  const probe = {
    apiVersion: `${platform.group}/v1alpha1`,
    kind: 'Database',
    metadata: { name: 'probe' },
    spec: { compositionRef: { name: 'any' }, crossplane: { compositionRef: { name: 'any' } } },
  };
  await until('the policies to be in force', 30, async () => {
    // The claim is only sent as a dry run, so it is never stored.
    const answer = await developer.create(`${claimsPath}?dryRun=All`, probe).then(
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
