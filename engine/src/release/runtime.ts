/** How Crossplane runs the Functions of a platform: more than one pod, with probes and bounds. */
import { ApiObject, type Chart } from 'cdk8s';

/** The part of a platform that its pods depend on. */
export interface RuntimeSettings {
  readonly name: string;
  /** Where the Function of this version lives; those of other versions differ in the version alone. */
  readonly functionRepository: string;
  readonly version: string;
}

/** Crossplane's own container in a Function's pod, and the user that it runs as (core internal/controller/pkg/runtime/runtime.go). */
const container = 'package-runtime';
const user = 2000;
/** The port of `/healthz` and `/readyz`. */
const port = 8080;

/**
 * Adds the settings, and an ImageConfig by which Crossplane finds them: it installs the Function as a dependency, without settings of its
 * own. They hold for the Functions of all versions, whose pods share a label.
 */
export function runtime(
  chart: Chart,
  { name: platform, functionRepository, version }: RuntimeSettings,
  namespace: string,
): void {
  const name = `${platform}-functions`;
  const labels = { 'planesmith.dev/functions-of': platform };
  new ApiObject(chart, 'runtime', {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'DeploymentRuntimeConfig',
    metadata: { name },
    spec: {
      // Crossplane fills in the selector, and the schema requires one.
      deploymentTemplate: {
        spec: { replicas: 2, selector: {}, template: { metadata: { labels }, spec: pod(labels) } },
      },
    },
  });
  new ApiObject(chart, 'image-config', {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'ImageConfig',
    metadata: { name },
    spec: {
      matchImages: [{ type: 'Prefix', prefix: functionRepository.slice(0, -version.length) }],
      runtime: { configRef: { apiVersion: 'pkg.crossplane.io/v1beta1', kind: 'DeploymentRuntimeConfig', name } },
    },
  });
  new ApiObject(chart, 'disruption-budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  });
}

function pod(labels: Readonly<Record<string, string>>): object {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
        // The pods of each release are spread for themselves.
        matchLabelKeys: ['pkg.crossplane.io/revision'],
      },
    ],
    containers: [
      {
        name: container,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        livenessProbe: { httpGet: { path: '/healthz', port } },
        readinessProbe: { httpGet: { path: '/readyz', port }, periodSeconds: 5 },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: user,
          runAsGroup: user,
          privileged: false,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}
