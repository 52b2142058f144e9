/**
 * A Dragonfly is ready in phase Ready (before operator v1.2, ready), unless its pods are being replaced
 * (dragonfly-operator internal/controller/util.go). Whatever a pod runs here keeps Kubernetes' restricted standard.
 */
import { composed, starting } from 'planesmith/authoring';
import { Dragonfly as Model } from '../models/dragonflydb.io/v1alpha1/dragonfly.ts';

export type Dragonfly = Model;
export const Dragonfly = composed(Model, {
  nameLimit: 52,
  concerns: {
    tls: ({ spec }) =>
      spec?.tlsSecretRef === undefined ? 'its environment or its age lets it speak without (incluster.cache.tls)' : {},
    network: 'needs',
    monitoring: 'needs',
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
  ready: ({ status }) => {
    if (status?.isRollingUpdate === true) return 'its pods are being replaced';
    if (status?.phase?.toLowerCase() === 'ready') return true;
    return status?.phase === undefined || status.phase === '' ? starting : `it is in phase ${status.phase}`;
  },
});
