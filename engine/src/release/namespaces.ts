/** Policies that protect a namespace from deletion while claims in it retain data. */
import { ApiObject, type Chart } from 'cdk8s';
import type { AnyApi } from '../schema/index.ts';
import { celRetainsNothing, deletionPath, hasDeletion } from '../schema/vocabulary.ts';

/**
 * Adds a policy and its binding for each API whose claims can retain data. The API server then refuses to delete a namespace that has such
 * a claim. Otherwise it would delete the claim's composed resources but not the claim, and nothing can be created in a terminating
 * namespace. Crossplane is not exempt: a namespace that it composed may have claims of others.
 *
 * The parameters of a policy are the claims in the namespace
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/). If their kind is not installed, the failure is
 * ignored, so that the cluster can still delete namespaces.
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
