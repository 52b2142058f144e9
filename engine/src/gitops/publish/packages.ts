/** The packages of a cluster as objects: the Configurations of one target and flavour, by digest. */
import { ApiObject } from 'cdk8s';
import { chartObjects } from '../../release/chart-file.ts';
import type { ReleasedPackage } from '../../release/verify/release-yaml.ts';
import { guards } from '../guards.ts';

/**
 * A Configuration for each package. Without one its XRDs go, and with them all claims and their data (crossplane#7442), so no controller may prune it
 * unasked. Its only dependency, the Function, it names itself.
 */
export function packageObjects(platform: string, packages: readonly ReleasedPackage[]): readonly object[] {
  return chartObjects('packages', (chart) => {
    for (const { name, repository, tag, digest } of packages) {
      new ApiObject(chart, name, {
        apiVersion: 'pkg.crossplane.io/v1',
        kind: 'Configuration',
        metadata: { name, labels: { 'planesmith.dev/platform': platform }, annotations: guards },
        spec: { package: `${repository}:${tag}@${digest}` },
      });
    }
  });
}
