/** A grant is ready when the server shows exactly the privileges in its spec. */
import { composed, ready } from 'planesmith/authoring';
import { Grant as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/grant.ts';
import { ruledOut } from './ruled-out.ts';

export type Grant = Model;
export const Grant = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // Another role or database is another grant. provider-sql@v0.16.0 pkg/controller/namespaced/postgresql/grant/reconciler.go
  immutable: [],
  ready: ready.managed,
});
