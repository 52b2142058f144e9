/** The policy by which the API server refuses to delete a namespace because of objects in it. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** The objects of one kind that can hold the namespace they are in. */
export interface NamespaceGuard {
  /** The name of the policy and of its binding. */
  readonly name: string;
  readonly holder: { readonly apiVersion: string; readonly kind: string };
  /** CEL: true if the object `params` does not hold its namespace. */
  readonly expression: string;
  /** CEL: why it does. */
  readonly messageExpression: string;
}

/**
 * Adds a ValidatingAdmissionPolicy and its binding. Nobody is exempt, not even Crossplane or the garbage collector: a namespace that one of
 * them deletes may have objects of others in it. To delete it nevertheless, delete the binding first.
 *
 * The parameters of a policy are the objects in the namespace
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/). If their kind is not installed, the failure is
 * ignored, so that the cluster can still delete namespaces.
 */
export function namespaceGuard(scope: Construct, id: string, guard: NamespaceGuard): void {
  const { name, holder, expression, messageExpression } = guard;
  // cdk8s-plus-28 models Kubernetes 1.28, in which such policies were not in v1 yet.
  const apiVersion = 'admissionregistration.k8s.io/v1';
  new ApiObject(scope, id, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Ignore',
      paramKind: { apiVersion: holder.apiVersion, kind: holder.kind },
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['namespaces'] }],
      },
      validations: [{ expression, messageExpression }],
    },
  });
  new ApiObject(scope, `${id}-binding`, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      paramRef: { selector: {}, parameterNotFoundAction: 'Allow' },
      validationActions: ['Deny'],
    },
  });
}
