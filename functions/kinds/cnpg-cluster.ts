/**
 * A CloudNativePG cluster is ready when the operator calls it healthy, every server it asks for is ready, and the operator has seen
 * the image it asks for: the status carries no generation, so that much of it must be compared by hand. Volumes may grow while it is healthy.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_types.go
 */
import { composed, conditionTrue } from 'planesmith/authoring';
import { Cluster as Model } from '../models/postgresql.cnpg.io/v1/cluster.ts';

const healthy = 'Cluster in healthy state';
const isReady = conditionTrue('Ready');

export type Cluster = Model;
export const Cluster = composed(Model, {
  // The operator refuses longer names, since it appends to them.
  nameLimit: 50,
  inner: ['spec', 'inheritedMetadata', 'labels'],
  concerns: {
    tls: ({ spec }) => whyNotEncrypted(spec.postgresql?.pg_hba) ?? {},
    network: 'needs',
    backups: 'needs',
    monitoring: 'needs',
  },
  ready: (cluster) => {
    const { spec, status } = cluster;
    if (status?.phase === undefined) return 'the operator has not reported yet';
    if (status.phase !== healthy) return status.phaseReason ? `${status.phase}: ${status.phaseReason}` : status.phase;
    if (status.image !== undefined && spec.imageName !== undefined && status.image !== spec.imageName) {
      return 'the operator has not taken up the new image yet';
    }
    const { instances = 1 } = spec;
    const ready = status.readyInstances ?? 0;
    if (ready < instances) return `${ready} of ${instances} servers are ready`;
    if ((status.resizingPVC ?? []).length > 0) return 'it grows its storage';
    return isReady(cluster);
  },
});

/**
 * Why a client may come in the clear: a rule lets it, or none refuses it before the operator's own last one, which lets in whoever has a
 * password (cloudnative-pg.io/documentation/1.30/postgresql_conf, "The pg_hba section").
 */
function whyNotEncrypted(rules: readonly string[] = []): string | undefined {
  const inTheClear = rules.find((rule) => !/^(hostssl|local)\s/.test(rule) && !/\sreject$/.test(rule));
  if (inTheClear !== undefined) return `it lets clients connect without TLS (pg_hba: ${inTheClear})`;
  return rules.includes('host all all all reject') ? undefined : 'it does not refuse clients without TLS (pg_hba)';
}
