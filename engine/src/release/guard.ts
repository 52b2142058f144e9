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
  /** Whether the data of the EnvironmentConfig is the variable `environment`. Without the object, the API server does not ask the policy. @default false */
  readonly readsEnvironment?: boolean;
  /** @default objects of both scopes */
  readonly scope?: 'Namespaced';
  /** The label that the namespaces of the objects have. @default all namespaces */
  readonly namespacesWith?: string;
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
  /** The accounts of controllers that make composed kinds as parts of other objects. */
  readonly controllers: readonly string[];
}

/** CEL: whether the garbage collector asks. kube-controller-manager has one account per controller, or one for all. */
export const isCollector =
  "request.userInfo.username in ['system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager']";

/** CEL: whether an administrator of the platform asks. */
export function isAdministrator(platform: string): string {
  return `request.userInfo.?groups.orValue([]).exists(group, group == '${platform}-administrators')`;
}

/** CEL: whether one of these users asks. */
export function isOneOf(users: readonly string[]): string {
  return `request.userInfo.username in [${users.map((user) => `'${user}'`).join(', ')}]`;
}

/** Adds the policy, from which Crossplane is exempt, and the binding without which a policy refuses nothing. */
export function boundPolicy(chart: Chart, context: GuardContext, guard: Guard): void {
  const name = `${context.platform}-${guard.name}`;
  // cdk8s-plus-28 models Kubernetes 1.28, in which such policies were not in v1 yet.
  new ApiObject(chart, guard.name, policy(name, context, guard));
  new ApiObject(chart, `${guard.name}-binding`, binding(name, context, guard));
}

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function policy(name: string, context: GuardContext, guard: Guard): ApiObjectProps {
  const { readsEnvironment = false, variables = [] } = guard;
  const data = { name: 'environment', expression: 'params.?data.orValue({})' };
  const all = readsEnvironment ? [data, ...variables] : variables;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      ...(readsEnvironment && { paramKind: environmentKind }),
      matchConstraints: matchConstraints(context, guard),
      matchConditions: matchConditions(context, guard),
      ...(all.length > 0 && { variables: all }),
      validations: [guard.validation],
    },
  };
}

/** The kind of the object that has the facts of a cluster. */
export const environmentKind = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };

/** The objects that a guard is about, as both the API server and Kyverno select them. */
export function matchConstraints({ group }: GuardContext, guard: Guard): object {
  const { operations, groups = [group], resources, resourceNames, scope, namespacesWith } = guard;
  return {
    ...(namespacesWith !== undefined && {
      namespaceSelector: { matchExpressions: [{ key: namespacesWith, operator: 'Exists' }] },
    }),
    resourceRules: [
      {
        apiGroups: groups,
        apiVersions: ['*'],
        operations,
        resources,
        ...(resourceNames && { resourceNames }),
        ...(scope && { scope }),
      },
    ],
  };
}

/** The accounts that a guard is about: Crossplane is exempt. */
export function matchConditions({ platform, crossplane, restorers }: GuardContext, guard: Guard): object[] {
  return [
    { name: 'not-crossplane', expression: `request.userInfo.username != '${crossplane}'` },
    ...(guard.exceptAdministrators ? [{ name: 'not-administrator', expression: `!${isAdministrator(platform)}` }] : []),
    ...(guard.exceptRestorers && restorers.length > 0
      ? [{ name: 'not-restorer', expression: `!(${isOneOf(restorers)})` }]
      : []),
  ];
}

function binding(policyName: string, { platform }: GuardContext, { action = 'Deny', readsEnvironment }: Guard) {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: {
      policyName,
      // Without the object there is nothing to judge by, and the condition of every claim says that it is missing.
      ...(readsEnvironment && { paramRef: { name: platform, parameterNotFoundAction: 'Allow' } }),
      validationActions: [action],
    },
  };
}
