/** The policy that protects the kinds of claims, those they become, and the packages that both come from, from deletion. */
import type { ComposedKind } from './composed-kinds.ts';
import type { Guard } from './guard.ts';

/**
 * The policy for Configurations with a package of the platform, for the Providers that it needs, for XRDs and CRDs of its group, and for CRDs
 * of the kinds that its claims compose. The deletion of a kind deletes all its objects without asking any policy, whether they retain data
 * or not. Without its Provider, an object in a cloud is neither looked after nor ever deleted.
 *
 * A policy cannot count claims in all namespaces: its parameters are objects in one namespace, or objects without one
 * (k8s.io/apiserver v0.36.3 pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams). So the answer is always no, and to
 * delete the binding of the policy is to say that the claims are gone. The garbage collector is not exempt: it would delete an XRD that a new
 * version of a package no longer has.
 */
export function kindsGuard(
  platform: string,
  group: string,
  packages: readonly { readonly name: string }[],
  composed: readonly ComposedKind[],
  providers: readonly { readonly image: string }[] = [],
): Guard {
  const repositories = [...packages.map(({ name }) => name), ...providers.map(({ image }) => lastSegment(image))];
  // Whatever the registry, which may be a mirror.
  const reference = `(^|/)(${repositories.join('|')})([:@]|$)`;
  const names = new Set(composed.flatMap(({ apiVersion, plural }) => crdOf(apiVersion, plural)));
  const listed = [...names].sort().map((name) => `'${name}'`);
  return {
    name: 'kinds',
    operations: ['DELETE'],
    groups: ['pkg.crossplane.io', 'apiextensions.crossplane.io', 'apiextensions.k8s.io'],
    resources: ['configurations', 'providers', 'compositeresourcedefinitions', 'customresourcedefinitions'],
    exceptAdministrators: false,
    variables: [
      {
        name: 'isNeeded',
        expression:
          `oldObject.kind in ['Configuration', 'Provider'] ? oldObject.spec.package.matches('${reference}') : ` +
          `oldObject.spec.group == '${group}' || ` +
          `(oldObject.kind == 'CustomResourceDefinition' && oldObject.metadata.name in [${listed.join(', ')}])`,
      },
    ],
    validation: {
      expression: '!variables.isNeeded',
      messageExpression:
        "'with ' + oldObject.kind + ' ' + oldObject.metadata.name + ' the API server deletes claims or what they are made of, retained or not: " +
        `delete the claims first, then the ValidatingAdmissionPolicyBinding ${platform}-kinds, then this'`,
    },
  };
}

function lastSegment(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** The name of the CRD; none for a kind that is Kubernetes' own. */
function crdOf(apiVersion: string, plural: string): string[] {
  const slash = apiVersion.indexOf('/');
  const group = apiVersion.slice(0, Math.max(slash, 0));
  return /(^|\.)k8s\.io$|^[a-z]*$/.test(group) ? [] : [`${plural}.${group}`];
}
