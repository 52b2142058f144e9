/** A role is ready when the server has it. The provider writes its connection Secret in the same reconcile. */
import { composed, ready } from 'planesmith/authoring';
import { Role as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/role.ts';
import { ruledOut } from './ruled-out.ts';

export type Role = Model;
export const Role = composed(Model, {
  concerns: ruledOut('it is a login, and its server is judged'),
  // provider-sql@v0.16.0 pkg/controller/namespaced/postgresql/role/reconciler.go, `Update`, alters all that it takes
  immutable: [],
  ready: ready.managed,
});
