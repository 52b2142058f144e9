/**
 * A pooler is ready when the operator calls it active and runs as many instances as its spec asks for.
 * Operators before 1.30 report no phase.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/pooler_types.go
 */
import { composed, none } from 'planesmith/authoring';
import { Pooler as Model } from '../models/postgresql.cnpg.io/v1/pooler.ts';
import { nothingToKeep } from './ruled-out.ts';

export type Pooler = Model;
export const Pooler = composed(Model, {
  concerns: {
    ...nothingToKeep('it passes data on, and keeps none'),
    encryption: none('it passes data on, and keeps none'),
    private: none('its Service has an address inside the cluster only'),
    'pod-security': none('its operator writes its pods, and its namespace enforces the standard'),
    tls: { spec: { pgbouncer: { parameters: { client_tls_sslmode: 'require' } } } },
    network: 'needs',
    monitoring: 'needs',
  },
  // Its CRD has rules, which the model names; cloudnative-pg@v1.30.0 internal/webhook/v1/pooler_webhook.go compares nothing.
  immutable: [],
  sizing: ['spec.instances'],
  ready: ({ spec, status }) => {
    if (status?.error) return status.error;
    if (status?.phase !== undefined && status.phase !== 'active') {
      return status.phaseReason ? `it is ${status.phase}: ${status.phaseReason}` : `it is ${status.phase}`;
    }
    const running = status?.instances ?? 0;
    const wanted = spec.instances ?? 1;
    return running < wanted ? `${running} of ${wanted} instances run` : true;
  },
});
