/** What the API server itself refuses about claims: ValidatingAdmissionPolicies of the install bundle. */

/** Crossplane's own account, as its Helm chart names it. */
const crossplane = 'system:serviceaccount:crossplane-system:crossplane';

/** Fields of a spec by which Crossplane finds a claim's Composition and composed resources, in both flavours. */
const machinery = [
  'crossplane',
  'resourceRef',
  'compositionRef',
  'compositionSelector',
  'compositionRevisionRef',
  'compositionRevisionSelector',
];

interface Guard {
  readonly name: string;
  readonly operations: readonly string[];
  /** Resources of the platform's group; a subresource after a slash. */
  readonly resources: string;
  /** Whether the platform's administrators may do it too. */
  readonly exceptAdministrators: boolean;
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validation: { readonly expression: string; readonly message?: string; readonly messageExpression?: string };
}

/**
 * The policies with their bindings, for every kind of the group and both flavours:
 * data that is retained is not deleted before its claim says `deletion: delete` and its composed resources were told so (a managed resource
 * deleted before that would leave its data behind for good), and only Crossplane writes the status, by which the
 * function knows what belongs to a claim, and the references, by which core does. Crossplane itself is let through; members of the
 * group `<platform>-administrators` may choose Compositions and their revisions.
 */
export function policies(platform: string, group: string): object[] {
  return guards.flatMap((guard) => {
    const name = `${platform}-${guard.name}`;
    return [policy(name, platform, group, guard), binding(name)];
  });
}

/** Who deletes what a deleted object owned; kube-controller-manager has one account per controller, or one for all. */
const collectors = "['system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager']";

const guards: readonly Guard[] = [
  {
    name: 'retain',
    operations: ['DELETE'],
    resources: '*',
    exceptAdministrators: false,
    variables: [
      { name: 'effective', expression: "oldObject.?status.?effective.?deletion.orValue('delete')" },
      { name: 'wanted', expression: 'oldObject.?spec.?deletion.orValue(variables.effective)' },
      // What one claim composes of another API goes with it: it was the claim that could be deleted or not.
      {
        name: 'isCollected',
        expression:
          `request.userInfo.username in ${collectors} && oldObject.metadata.?ownerReferences.orValue([])` +
          ".exists(owner, owner.?controller.orValue(false) && owner.apiVersion.startsWith(request.resource.group + '/'))",
      },
    ],
    validation: {
      expression: "variables.isCollected || (variables.wanted != 'retain' && variables.effective != 'retain')",
      messageExpression:
        "oldObject.kind + ' ' + oldObject.metadata.name + (variables.wanted == 'retain' ? " +
        "' retains its data: set spec.deletion to delete first, then delete it' : " +
        "' still retains its data, and is about to let go of it as spec.deletion says: try again in a moment')",
    },
  },
  {
    name: 'status',
    operations: ['UPDATE'],
    resources: '*/status',
    exceptAdministrators: false,
    validation: {
      expression: 'false',
      message: 'only Crossplane writes a status: it records what belongs to the claim',
    },
  },
  {
    name: 'composition',
    operations: ['CREATE', 'UPDATE'],
    resources: '*',
    exceptAdministrators: true,
    variables: [
      { name: 'old', expression: 'oldObject == null || !has(oldObject.spec) ? {} : oldObject.spec' },
      { name: 'new', expression: '!has(object.spec) ? {} : object.spec' },
    ],
    validation: {
      expression:
        `[${machinery.map((field) => `'${field}'`).join(', ')}].all(field, (field in variables.new) == (field in variables.old) && ` +
        '(!(field in variables.new) || variables.new[field] == variables.old[field]))',
      message:
        'how a claim is answered is the platform’s choice: leave out crossplane, resourceRef and everything that begins with composition',
    },
  },
];

/** https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
function policy(name: string, platform: string, group: string, guard: Guard): object {
  const administrators = `'${platform}-administrators'`;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: [group], apiVersions: ['*'], operations: guard.operations, resources: [guard.resources] },
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

function binding(policyName: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: { policyName, validationActions: ['Deny'] },
  };
}
