/**
 * A CloudNativePG cluster is ready when the operator calls it healthy, all its servers are ready, and no volume is being resized.
 * The status carries no generation, so the image in the status is compared with the one in the spec.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_types.go
 */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { Cluster as Model } from '../models/postgresql.cnpg.io/v1/cluster.ts';

const healthy = 'Cluster in healthy state';

/** The phases of a cluster that gets servers (cloudnative-pg api/v1/cluster_types.go). */
const growing: ReadonlySet<string> = new Set(['Setting up primary', 'Creating a new replica']);

const isReady = ready.condition('Ready');

export type Cluster = Model;
export const Cluster = composed(Model, {
  // The operator appends to the name and refuses longer ones.
  nameLimit: 50,
  volumes: true,
  inner: ['spec', 'inheritedMetadata', 'labels'],
  concerns: {
    encryption: none('the storage class of the cluster decides'),
    private: none('its Services have addresses inside the cluster only'),
    'pod-security': none('its operator writes its pods, and its namespace enforces the standard'),
    retention: none('it is no resource of a cloud'),
    tls: ({ spec }) => whyNotEncrypted(spec.postgresql?.pg_hba) ?? holds,
    network: 'needs',
    backups: 'needs',
    monitoring: 'needs',
  },
  // `bootstrap` counts once, when the first server is made; a changed storage class holds for new volumes (pkg/reconciler/persistentvolumeclaim/build.go:67).
  // cloudnative-pg@v1.30.0 internal/webhook/v1/cluster_webhook.go:2026
  immutable: ['spec.bootstrap', 'spec.postgresGID', 'spec.postgresUID'],
  // The same file, line 1832.
  growing: ['spec.storage.size', 'spec.walStorage.size'],
  sizing: ['spec.instances', 'spec.resources', 'spec.storage.size', 'spec.walStorage.size'],
  ready: (cluster) => {
    const { spec, status } = cluster;
    if (status?.phase === undefined || growing.has(status.phase)) return ready.starting;
    if (status.phase !== healthy) return status.phaseReason ? `${status.phase}: ${status.phaseReason}` : status.phase;
    if (status.image !== undefined && spec.imageName !== undefined && status.image !== spec.imageName) {
      return 'the operator has not rolled out the new image yet';
    }
    const { instances = 1 } = spec;
    const running = status.readyInstances ?? 0;
    if (running < instances) return `${running} of ${instances} servers are ready`;
    if ((status.resizingPVC ?? []).length > 0) return 'its storage is being extended';
    return isReady(cluster);
  },
});

/**
 * Why a client could connect without TLS; undefined if it cannot. The operator appends a rule that accepts any client with a password,
 * so an earlier rule must reject the rest (cloudnative-pg.io/documentation/1.30/postgresql_conf, "The pg_hba section").
 */
function whyNotEncrypted(rules: readonly string[] = []): string | undefined {
  const unencrypted = rules.find((rule) => !/^(hostssl|local)\s/.test(rule) && !/\sreject$/.test(rule));
  if (unencrypted !== undefined) return `it lets clients connect without TLS (pg_hba: ${unencrypted})`;
  return rules.includes('host all all all reject') ? undefined : 'it does not reject clients without TLS (pg_hba)';
}
