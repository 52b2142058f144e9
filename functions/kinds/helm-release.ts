/**
 * A Helm release is ready when Helm has deployed its chart with the values in its spec. Helm does not
 * wait for pods: a target waits for what they write.
 *
 * If a deployment fails, the provider only reports the release as unavailable. Helm's own message is in the release description
 * (provider-helm pkg/controller/namespaced/release/observe.go).
 */
import { composed, ready } from 'planesmith/authoring';
import { Release as Model } from '../models/helm.m.crossplane.io/v1beta1/release.ts';
import { ruledOut } from './ruled-out.ts';

export type Release = Model;
export const Release = composed(Model, {
  concerns: { ...ruledOut('it installs a chart, whose objects Helm applies'), network: 'needs' },
  // Another namespace is another release. provider-helm@v1.4.0 pkg/controller/namespaced/release/release.go
  immutable: [],
  ready: (release) => {
    const { state = 'deployed', releaseDescription } = release.status?.atProvider ?? {};
    if (state === 'deployed') return ready.managed(release);
    if (state === 'pending-install') return ready.starting;
    return `Helm calls it ${state}${releaseDescription ? `: ${releaseDescription}` : ''}`;
  },
});
