/** An ObjectStore reports only what was backed up so far, by server: it is ready when it exists. */
import { always, composed } from 'planesmith/authoring';
import { ObjectStore as Model } from '../models/barmancloud.cnpg.io/v1/object-store.ts';

export type ObjectStore = Model;
export const ObjectStore = composed(Model, { ready: always });
