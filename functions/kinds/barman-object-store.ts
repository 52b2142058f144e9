/** An ObjectStore reports only the backups made so far, by server. It is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { ObjectStore as Model } from '../models/barmancloud.cnpg.io/v1/object-store.ts';
import { ruledOut } from './ruled-out.ts';

export type ObjectStore = Model;
export const ObjectStore = composed(Model, {
  concerns: ruledOut('it names a bucket of the platform team, which looks after it'),
  ready: ready.exists,
});
