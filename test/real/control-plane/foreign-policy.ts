/** Another team's admission policy, which refuses objects that the platform composes. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const refusal = 'no-network-policies';
const admission = '/apis/admissionregistration.k8s.io/v1';

/** Makes the API server refuse every NetworkPolicy that is composed for a claim of that kind. */
export async function refuseNetworkPolicies({ client, kubectl, folder }: ControlPlane, kind: string): Promise<void> {
  const label = `'app.kubernetes.io/name' in object.metadata.labels && object.metadata.labels['app.kubernetes.io/name']`;
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const rule = { apiGroups: ['networking.k8s.io'], apiVersions: ['v1'], resources: ['networkpolicies'] };
  await client.apply(`${admission}/validatingadmissionpolicies/${refusal}`, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: refusal },
    spec: {
      matchConstraints: { resourceRules: [{ ...rule, operations: ['CREATE', 'UPDATE'] }] },
      validations: [
        {
          expression: `!has(object.metadata.labels) || !(${label} == '${kind.toLowerCase()}')`,
          message: 'not in this cluster',
        },
      ],
    },
  });
  await client.apply(`${admission}/validatingadmissionpolicybindings/${refusal}`, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: refusal },
    spec: { policyName: refusal, validationActions: ['Deny'] },
  });
  const probe = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'probe', namespace: 'default', labels: { 'app.kubernetes.io/name': kind.toLowerCase() } },
    spec: { podSelector: {} },
  };
  const file = join(folder, 'probe.json');
  await writeFile(file, JSON.stringify(probe));
  await until('the API server to refuse', 30, async () =>
    kubectl('apply', '--dry-run=server', '-f', file).then(
      () => undefined,
      (error: Error) => error.message.includes('not in this cluster') || undefined,
    ),
  );
}

/** Removes the policy again. */
export async function allowNetworkPolicies({ client }: ControlPlane): Promise<void> {
  await client.remove(`${admission}/validatingadmissionpolicybindings/${refusal}`);
  await client.remove(`${admission}/validatingadmissionpolicies/${refusal}`);
}
