/** A database on a PostgreSQL server is ready when the server has it. */
import { composed, ready } from 'planesmith/authoring';
import { Database as Model } from '../models/postgresql.sql.m.crossplane.io/v1alpha1/database.ts';
import { ruledOut } from './ruled-out.ts';

export type Database = Model;
export const Database = composed(Model, {
  concerns: ruledOut('its server is judged'),
  ready: ready.managed,
});
