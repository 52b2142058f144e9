/** One thing that the API server itself refuses about claims, as a ValidatingAdmissionPolicy with its binding. */
import { ApiObject, type ApiObjectProps, type Chart } from 'cdk8s';

/** Crossplane's own account, as its Helm chart names it. */
const crossplane = 'system:serviceaccount:crossplane-system:crossplane';

export interface Guard {
  readonly name: string;
  readonly operations: readonly string[];
  /** Resources of the platform's group; a subresource after a slash. */
  readonly resources: readonly string[];
  /** Whether the platform's administrators may do it too. */
  readonly exceptAdministrators: boolean;
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validation: { readonly expression: string; readonly message?: string; readonly messageExpression?: string };
}

/** Adds the policy that concerns everybody but Crossplane, and the binding without which it would refuse nothing. */
export function boundPolicy(chart: Chart, platform: string, group: string, guard: Guard): void {
  const name = `${platform}-${guard.name}`;
  // cdk8s-plus-28 is of Kubernetes 1.28, in which such policies were not in v1 yet.
  new ApiObject(chart, guard.name, policy(name, platform, group, guard));
  new ApiObject(chart, `${guard.name}-binding`, binding(name));
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function policy(name: string, platform: string, group: string, guard: Guard): ApiObjectProps {
  const administrators = `'${platform}-administrators'`;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: [group], apiVersions: ['*'], operations: guard.operations, resources: guard.resources },
        ],
      },
      matchConditions: [
        { name: 'not-crossplane', expression: `request.userInfo.username != '${crossplane}'` },
        ...(guard.exceptAdministrators
          ? [
              {
                name: 'not-administrator',
                expression: `!request.userInfo.?groups.orValue([]).exists(group, group == ${administrators})`,
              },
            ]
          : []),
      ],
      ...(guard.variables && { variables: guard.variables }),
      validations: [guard.validation],
    },
  };
}

function binding(policyName: string): ApiObjectProps {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: { policyName, validationActions: ['Deny'] },
  };
}
