/** The operators of a version as objects of Flux: the chart of each by its digest, and its release by Helm. */
import { ApiObject, type Chart } from 'cdk8s';
import { type Charted, chartTypes, isByDigest } from '../../release/operator-list.ts';
import { guards } from '../guards.ts';

/** The namespace of Flux. */
export const fluxNamespace = 'flux-system';

/** The name of an operator's objects: those of applications are called otherwise. */
export function operatorName(platform: string, { name }: Pick<Charted, 'name'>): string {
  return `${platform}-${name}`;
}

/**
 * Adds both objects of each operator. Neither goes if its file is gone: with some charts the kinds would go too, and with these what claims became. Helm
 * keeps its release where `planesmith install` has it, so Flux takes it over.
 */
export function fluxOperators(chart: Chart, platform: string, operators: readonly Charted[]): void {
  for (const operator of operators) {
    const name = operatorName(platform, operator);
    const metadata = { name, namespace: fluxNamespace, annotations: guards };
    const { image, version, digest } = operator.chart;
    new ApiObject(chart, `chart-${name}`, {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata,
      spec: {
        interval: '1h',
        url: `oci://${image}`,
        ref: isByDigest(operator) ? { digest } : { tag: version },
        layerSelector: { mediaType: chartTypes[0], operation: 'copy' },
      },
    });
    new ApiObject(chart, `release-${name}`, {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: releaseSpec(operator, name),
    });
  }
}

function releaseSpec({ name, namespace, values }: Charted, source: string): object {
  // What failed is tried again, since one operator may need another. Flux's usual remedy is to uninstall it first (helm-controller v1.4.0
  // docs/spec/v2/helmreleases.md).
  const strategy = { name: 'RetryOnFailure', retryInterval: '1m' };
  return {
    interval: '1h',
    chartRef: { kind: 'OCIRepository', name: source },
    releaseName: name,
    targetNamespace: namespace,
    storageNamespace: namespace,
    install: { createNamespace: true, strategy },
    upgrade: { crds: 'CreateReplace', strategy },
    ...(values !== undefined && { values }),
  };
}
