/** The policies on limits and on the catalogue of teams for Kyverno (1.17 or newer), which also reports claims that were there before a limit was lowered. */
import { ApiObject, type Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import type { InstallContext, LimitPolicy } from 'planesmith/synth';

/**
 * Adds a ValidatingPolicy for each API with limits and one for the catalogue, and the right to read what they read: Kyverno has no parameters, so each looks for the
 * EnvironmentConfig by name. Nothing if there are neither.
 */
export function limits(chart: Chart, { platform, group, target, limits: policies = [] }: InstallContext): void {
  if (policies.length === 0) return;
  for (const policy of policies) new ApiObject(chart, policy.name, validatingPolicy(platform, policy));
  const role = new ClusterRole(chart, 'role', {
    metadata: {
      name: `${platform}-${target}-limits`,
      // charts/kyverno/templates/{admission,reports}-controller/clusterrole.yaml of Kyverno 1.19.0
      labels: {
        'rbac.kyverno.io/aggregate-to-admission-controller': 'true',
        'rbac.kyverno.io/aggregate-to-reports-controller': 'true',
      },
    },
  });
  const read = (apiGroup: string, resourceType: string) =>
    role.allow(['get', 'list', 'watch'], ApiResource.custom({ apiGroup, resourceType }));
  read('apiextensions.crossplane.io', 'environmentconfigs');
  for (const plural of policies.flatMap(({ reports }) => reports)) read(group, plural);
}

/** config/crds/policies.kyverno.io/policies.kyverno.io_validatingpolicies.yaml of Kyverno 1.19.0, where v1 is served. */
function validatingPolicy(platform: string, { name, reports, variables, ...spec }: LimitPolicy) {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name },
    spec: {
      validationActions: ['Deny'],
      // The policies of policies.yaml refuse the same, so an outage of Kyverno need not stop anybody.
      failurePolicy: 'Ignore',
      evaluation: { background: { enabled: reports.length > 0 } },
      ...spec,
      variables: [{ name: 'environment', expression: dataOf(platform) }, ...variables],
    },
  };
}

/**
 * CEL of Kyverno's: the data of the EnvironmentConfig of this name; an empty map if it is not there, for which `resource.Get` fails. Its compiler gives a
 * list that is looked up the type `any`, which no comprehension takes.
 */
function dataOf(name: string): string {
  return (
    "dyn(resource.List('apiextensions.crossplane.io/v1beta1', 'environmentconfigs', '').items)" +
    `.filter(config, config.metadata.name == '${name}').map(config, config.?data.orValue({}))[?0].orValue({})`
  );
}
