/** A ProviderConfig reports only how many resources use it. It is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { ProviderConfig as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/provider-config.ts';
import { ruledOut } from './ruled-out.ts';

export type ProviderConfig = Model;
export const ProviderConfig = composed(Model, {
  concerns: ruledOut('it tells the provider how to reach a server, which is judged'),
  // provider-sql@v0.16.0 reads it anew for every request
  immutable: [],
  ready: ready.exists,
});
