/** A database on a PostgreSQL server is ready when the server has it. */
import { composed, ready } from 'planesmith/authoring';
import { Database as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/database.ts';
import { ruledOut } from './ruled-out.ts';

export type Database = Model;
export const Database = composed(Model, {
  concerns: ruledOut('its server is judged'),
  // It alters the owner, the connection limit and two flags, and compares the rest for ever.
  // provider-sql@v0.16.0 pkg/controller/namespaced/postgresql/database/reconciler.go, `Update`
  immutable: [
    'spec.forProvider.encoding',
    'spec.forProvider.lcCType',
    'spec.forProvider.lcCollate',
    'spec.forProvider.strategy',
    'spec.forProvider.tablespace',
  ],
  ready: ready.managed,
});
