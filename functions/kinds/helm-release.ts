/**
 * A release is ready when Helm has deployed its chart with the values it asks for. Where that failed, the provider only marks it
 * unavailable, and what Helm said stands in its description (provider-helm pkg/controller/namespaced/release/observe.go). Helm does not
 * wait for pods: what they must have done by then, a target sees by what they write.
 */
import { composed, managed, starting } from 'planesmith/authoring';
import { Release as Model } from '../models/helm.m.crossplane.io/v1beta1/release.ts';

export type Release = Model;
export const Release = composed(Model, {
  concerns: { network: 'needs' },
  ready: (release) => {
    const { state = 'deployed', releaseDescription } = release.status?.atProvider ?? {};
    if (state === 'deployed') return managed(release);
    if (state === 'pending-install') return starting;
    return `Helm calls it ${state}${releaseDescription ? `: ${releaseDescription}` : ''}`;
  },
});
