/**
 * What the chart of a virtual cluster is told, so that it runs where pods are restricted, counted and cut off from the network. All
 * else is as its makers have it: https://github.com/loft-sh/vcluster/blob/v0.36.1/chart/values.yaml
 */

/** Anybody but root: as whom its servers run. */
const nobody = 12345;

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsGroup: nobody,
  runAsNonRoot: true,
  runAsUser: nobody,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** By which the chart tells the pods of its servers from all others. */
export const serverLabel = { key: 'app', value: 'vcluster' };

export interface Told {
  readonly name: string;
  readonly namespace: string;
  /** The most memory that its servers may take. */
  readonly memory: string;
  /** The account that its pods run as. */
  readonly applications: string;
}

/** The values of the chart. */
export function valuesFor({ name, namespace, memory, applications }: Told) {
  const host = `${name}.${namespace}.svc`;
  return {
    controlPlane: {
      advanced: {
        // Its pods act in the cloud as those beside it do.
        workloadServiceAccount: { enabled: false, name: applications },
      },
      distro: { k8s: { securityContext: restricted } },
      // Its certificate names no more than the Service and its namespace by itself.
      proxy: { extraSANs: [host] },
      statefulSet: {
        // The build that is open source as a whole.
        image: { repository: 'loft-sh/vcluster-oss' },
        resources: { limits: { memory } },
        security: { containerSecurityContext: restricted, podSecurityContext: { fsGroup: nobody } },
      },
    },
    exportKubeConfig: { server: `https://${host}` },
    // Its DNS asks that of the cluster, which may be reached, and not that of its machine, which may not.
    networking: { advanced: { fallbackHostCluster: true } },
    // A pod that the namespace would refuse is refused where its author sees it.
    policies: { podSecurityStandard: 'restricted' },
    // Nothing outside of the namespace.
    rbac: { clusterRole: { enabled: false } },
    telemetry: { enabled: false },
  };
}
