/** provider-helm, and the servers of a virtual cluster that it installs. */
import { condition } from './condition.ts';
import { fakeMark } from './fake.ts';
import type { Player } from './play.ts';

interface ReleaseSpec {
  readonly forProvider: {
    readonly chart: { readonly version: string; readonly digest: string };
    readonly values: { readonly exportKubeConfig: { readonly server: string } };
  };
}

/** A release is unavailable until its chart is deployed. The servers write their kubeconfig once they run. */
const release: Player = ({ metadata, spec }, stage) => {
  const { chart, values } = (spec as ReleaseSpec).forProvider;
  const isReady = stage === 'ready';
  const observedGeneration = metadata.generation ?? 1;
  const conditions = [
    condition('Ready', isReady, { reason: isReady ? 'Available' : 'Unavailable' }),
    condition('Synced', true, { reason: 'ReconcileSuccess', observedGeneration }),
  ];
  const state = isReady ? 'deployed' : 'pending-install';
  const atProvider = { state, revision: 1, version: chart.version, ...(isReady && { digest: chart.digest }) };
  const config = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kubernetes', cluster: { server: values.exportKubeConfig.server } }],
    users: [{ name: 'kubernetes-admin', user: { 'client-key-data': fakeMark } }],
  });
  const name = `vc-${metadata.annotations?.['crossplane.io/external-name']}`;
  return { status: { atProvider, conditions, synced: isReady }, ...(isReady && { secrets: { [name]: { config } } }) };
};

export const providerHelm: Readonly<Record<string, Player>> = {
  'helm.m.crossplane.io/v1beta1 Release': release,
};
