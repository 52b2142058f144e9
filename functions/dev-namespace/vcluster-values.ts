/**
 * The values for the chart of a virtual cluster, so that it runs in a namespace with restricted pods, a quota and network policies. All other
 * values are the chart's defaults: https://github.com/loft-sh/vcluster/blob/v0.36.1/chart/values.yaml
 */

/** The user and group of the servers: any number but that of root. */
const userID = 12345;

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsGroup: userID,
  runAsNonRoot: true,
  runAsUser: userID,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The label that the chart gives to the pods of its servers alone. */
export const serverLabel = { key: 'app', value: 'vcluster' };

interface ValuesOptions {
  readonly name: string;
  readonly namespace: string;
  /** The most memory that its servers may take. */
  readonly memory: string;
  /** The account that its pods run as. */
  readonly applications: string;
}

/** The values of the chart. */
export function valuesFor({ name, namespace, memory, applications }: ValuesOptions) {
  const host = `${name}.${namespace}.svc`;
  return {
    controlPlane: {
      advanced: {
        // Pods of the virtual cluster have the same cloud identity as other pods of the namespace.
        workloadServiceAccount: { enabled: false, name: applications },
      },
      distro: { k8s: { securityContext: restricted } },
      // By default, the certificate does not name this host.
      proxy: { extraSANs: [host] },
      statefulSet: {
        // The build that is entirely open source.
        image: { repository: 'loft-sh/vcluster-oss' },
        resources: { limits: { memory } },
        security: { containerSecurityContext: restricted, podSecurityContext: { fsGroup: userID } },
      },
    },
    exportKubeConfig: { server: `https://${host}` },
    // Its DNS asks the cluster's DNS. The network policies refuse the DNS of its machine.
    networking: { advanced: { fallbackHostCluster: true } },
    // The virtual cluster itself refuses pods that the namespace would refuse, so that their authors see why.
    policies: { podSecurityStandard: 'restricted' },
    // No rights outside the namespace.
    rbac: { clusterRole: { enabled: false } },
    telemetry: { enabled: false },
  };
}
