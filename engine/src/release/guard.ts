/** A ValidatingAdmissionPolicy with its binding: one kind of change to claims that the API server refuses. */
import { ApiObject, type ApiObjectProps, type Chart } from 'cdk8s';

/** Crossplane's service account, as its Helm chart names it. */
const crossplane = 'system:serviceaccount:crossplane-system:crossplane';

/** A rule for requests that change claims. */
export interface Guard {
  readonly name: string;
  readonly operations: readonly string[];
  /** The API groups of the resources. @default the platform's group */
  readonly groups?: readonly string[];
  /** A subresource is written after a slash. */
  readonly resources: readonly string[];
  /** Whether the platform's administrators are exempt, like Crossplane. */
  readonly exceptAdministrators: boolean;
  /** Whether accounts that restore backups are exempt too. @default false */
  readonly exceptRestorers?: boolean;
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validation: { readonly expression: string; readonly message?: string; readonly messageExpression?: string };
}

/**
 * Adds the policy, from which Crossplane is exempt, and the binding without which a policy refuses nothing. `restorers` are the user names of
 * accounts that restore backups.
 */
export function boundPolicy(
  chart: Chart,
  platform: string,
  group: string,
  guard: Guard,
  restorers: readonly string[] = [],
): void {
  const name = `${platform}-${guard.name}`;
  // cdk8s-plus-28 models Kubernetes 1.28, in which such policies were not in v1 yet.
  new ApiObject(chart, guard.name, policy(name, platform, group, guard, restorers));
  new ApiObject(chart, `${guard.name}-binding`, binding(name));
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function policy(
  name: string,
  platform: string,
  group: string,
  guard: Guard,
  restorers: readonly string[],
): ApiObjectProps {
  const administrators = `'${platform}-administrators'`;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: guard.groups ?? [group],
            apiVersions: ['*'],
            operations: guard.operations,
            resources: guard.resources,
          },
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
        ...(guard.exceptRestorers && restorers.length > 0
          ? [
              {
                name: 'not-restorer',
                expression: `!(request.userInfo.username in [${restorers.map((user) => `'${user}'`).join(', ')}])`,
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
