/**
 * A Dragonfly is ready in phase Ready, unless its pods are being replaced. Operators before v1.2 write the phase in lower case
 * (dragonfly-operator internal/controller/util.go).
 */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { Dragonfly as Model } from '../models/dragonflydb.io/v1alpha1/dragonfly.ts';
import { nothingToKeep } from './ruled-out.ts';

export type Dragonfly = Model;
export const Dragonfly = composed(Model, {
  nameLimit: 52,
  concerns: {
    ...nothingToKeep('what a cache holds may be lost at any time'),
    encryption: none('it keeps its data in memory'),
    private: none('its Service has an address inside the cluster only'),
    tls: ({ spec }) =>
      spec?.tlsSecretRef === undefined
        ? 'TLS is off, in its environment or since it was created (incluster.cache.tls)'
        : holds,
    network: 'needs',
    monitoring: 'needs',
    // The restricted Pod Security Standard of Kubernetes.
    'pod-security': {
      spec: {
        podSecurityContext: {
          runAsNonRoot: true,
          runAsUser: 999,
          runAsGroup: 999,
          fsGroup: 999,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containerSecurityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    },
  },
  // dragonfly-operator@v1.6.1 internal/controller/dragonfly_instance.go:655 ignores a change.
  immutable: ['spec.snapshot.persistentVolumeClaimSpec'],
  sizing: ['spec.replicas', 'spec.resources'],
  ready: ({ status }) => {
    if (status?.isRollingUpdate === true) return 'its pods are being replaced';
    // Every other phase leads to this one.
    return status?.phase?.toLowerCase() === 'ready' || ready.starting;
  },
});
