/** A grant is ready when the server shows exactly the privileges in its spec. */
import { composed, ready } from 'planesmith/authoring';
import { Grant as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/grant.ts';

export type Grant = Model;
export const Grant = composed(Model, { ready: ready.managed });
