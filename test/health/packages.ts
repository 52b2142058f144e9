/** The states of Crossplane's packages: core internal/controller/pkg/manager/reconciler.go and apis/pkg/v1/conditions.go of v2.4.0. */
import { packageKinds } from 'planesmith/gitops';
import type { KubernetesObject } from 'planesmith/testing';
import { changed, marked, paused } from './crossplane.ts';
import type { Truth } from './states.ts';

interface PackageState {
  readonly name: string;
  readonly truth: Truth;
  readonly of: (made: KubernetesObject) => KubernetesObject;
}

const active = { type: 'Installed', status: 'True', reason: 'ActivePackageRevision' };
const healthy = { type: 'Healthy', status: 'True', reason: 'HealthyPackageRevision' };
const unhealthy = (message: string) => ({
  type: 'Healthy',
  status: 'False',
  reason: 'UnhealthyPackageRevision',
  message,
});
const installed = (made: KubernetesObject) => marked(made, active, healthy);
const unpacking = 'cannot unpack package: failed to fetch package digest from remote: connection refused';

/** Every state, in the order of the page. */
export const packageStates: readonly PackageState[] = [
  { name: 'new, not seen by Crossplane', truth: 'waits', of: (made) => made },
  {
    name: 'its registry does not answer',
    truth: 'waits',
    of: (made) =>
      marked(
        made,
        { type: 'Installed', status: 'False', reason: 'UnpackingPackage', message: unpacking },
        unhealthy(unpacking),
      ),
  },
  { name: 'installed, its health is not known yet', truth: 'waits', of: (made) => marked(made, active) },
  {
    name: 'installed, its revision is starting',
    truth: 'waits',
    of: (made) => marked(made, active, unhealthy('Package revision health is "Unknown"')),
  },
  { name: 'installed and healthy', truth: 'ready', of: installed },
  {
    name: 'installed and healthy, another version is asked for',
    truth: 'waits',
    of: (made) => changed(installed(made)),
  },
  {
    name: 'a person must activate its revision',
    truth: 'paused',
    of: (made) =>
      marked(made, healthy, {
        type: 'Installed',
        status: 'False',
        reason: 'InactivePackageRevision',
        message: 'Package is inactive',
      }),
  },
  { name: 'installed and healthy, paused', truth: 'ready and paused', of: (made) => paused(installed(made)) },
];

/** The packages in every state, by kind. */
export const packagesInStates = packageKinds.flatMap(({ group, version, kind }) =>
  packageStates.map((state) => ({
    state,
    kind,
    object: state.of({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: 'acme', generation: 1 } as KubernetesObject['metadata'],
    }),
  })),
);
