/** A grant is ready when the server shows exactly the privileges in its spec. */
import { composed, ready } from 'planesmith/authoring';
import { Grant as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/grant.ts';
import { ruledOut } from './ruled-out.ts';

/** PostgreSQL's code for a database that does not exist (postgresql.org/docs/current/errcodes-appendix.html), as lib/pq@v1.12.3 reports it. */
const noDatabase = '(3D000)';

export type Grant = Model;
export const Grant = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // Another role or database is another grant. provider-sql@v0.16.0 pkg/controller/namespaced/postgresql/grant/reconciler.go
  immutable: [],
  // Its provider connects to the database first, and tries again within milliseconds while somebody creates it (the same file, `Connect`).
  ready: (grant) => {
    const synced = grant.status?.conditions?.find(({ type }) => type === 'Synced');
    return synced?.status === 'False' && synced.message?.includes(noDatabase) ? ready.starting : ready.managed(grant);
  },
});
