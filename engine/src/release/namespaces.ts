/** Namespaces in which data is retained: what the API server refuses about them. */
import { ApiObject, type Chart } from 'cdk8s';
import type { AnyApi } from '../schema/index.ts';
import { celRetainsNothing, deletionPath, hasDeletion } from '../schema/vocabulary.ts';

/**
 * Adds policies with their bindings, two objects per API whose claims retain data, that keep a namespace from being deleted while it holds
 * one that does. The namespace's deletion would delete what the claim is made of and leave the claim itself, and nothing can be made in
 * a namespace that is going. Crossplane is not let through: a namespace that it composed may hold claims of others.
 *
 * The claims of the namespace are the policy's parameters (kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy),
 * whose kind may not be there yet, or any more. That must not keep a cluster from deleting namespaces, so such a failure is ignored.
 */
export function namespacePolicies(chart: Chart, platform: string, group: string, apis: readonly AnyApi[]): void {
  const retaining = apis
    .filter((api) => api.scope === 'Namespaced' && hasDeletion(api))
    .toSorted((a, b) => (a.plural < b.plural ? -1 : 1));
  for (const { kind, plural, version } of retaining) {
    const metadata = { name: `${platform}-namespace-${plural}` };
    new ApiObject(chart, `namespace-${plural}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Ignore',
        paramKind: { apiVersion: `${group}/${version}`, kind },
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['namespaces'] }],
        },
        validations: [
          {
            expression: celRetainsNothing('params'),
            messageExpression: `'${kind} ' + params.metadata.name + ' in it retains its data: set ${deletionPath} of it to delete, then delete it'`,
          },
        ],
      },
    });
    new ApiObject(chart, `namespace-${plural}-binding`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: metadata.name,
        paramRef: { selector: {}, parameterNotFoundAction: 'Allow' },
        validationActions: ['Deny'],
      },
    });
  }
}
