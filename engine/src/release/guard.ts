/** A ValidatingAdmissionPolicy with its binding: one kind of change that the API server refuses. */
import { ApiObject, type ApiObjectProps, type Chart } from 'cdk8s';

/** A rule for requests that change claims, or what claims need. */
export interface Guard {
  readonly name: string;
  readonly operations: readonly string[];
  /** The API groups of the resources. @default the platform's group */
  readonly groups?: readonly string[];
  /** A subresource is written after a slash. */
  readonly resources: readonly string[];
  /** @default objects of all names */
  readonly resourceNames?: readonly string[];
  /** `Warn` lets the change through. @default 'Deny' */
  readonly action?: 'Deny' | 'Warn';
  /** Whether the platform's administrators are exempt, like Crossplane. */
  readonly exceptAdministrators: boolean;
  /** Whether accounts that restore backups are exempt too. @default false */
  readonly exceptRestorers?: boolean;
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validation: { readonly expression: string; readonly message?: string; readonly messageExpression?: string };
}

/** The platform that a policy belongs to, and the user names of accounts that it treats differently. */
export interface GuardContext {
  readonly platform: string;
  readonly group: string;
  readonly crossplane: string;
  /** The accounts that restore backups. */
  readonly restorers: readonly string[];
}

/** CEL: whether the garbage collector asks. kube-controller-manager has one account per controller, or one for all. */
export const isCollector =
  "request.userInfo.username in ['system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager']";

/** Adds the policy, from which Crossplane is exempt, and the binding without which a policy refuses nothing. */
export function boundPolicy(chart: Chart, context: GuardContext, guard: Guard): void {
  const name = `${context.platform}-${guard.name}`;
  // cdk8s-plus-28 models Kubernetes 1.28, in which such policies were not in v1 yet.
  new ApiObject(chart, guard.name, policy(name, context, guard));
  new ApiObject(chart, `${guard.name}-binding`, binding(name, guard.action ?? 'Deny'));
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function policy(name: string, { platform, group, crossplane, restorers }: GuardContext, guard: Guard): ApiObjectProps {
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
            ...(guard.resourceNames && { resourceNames: guard.resourceNames }),
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

function binding(policyName: string, action: 'Deny' | 'Warn'): ApiObjectProps {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: { policyName, validationActions: [action] },
  };
}
