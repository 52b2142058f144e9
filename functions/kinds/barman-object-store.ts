/** An ObjectStore reports only the backups made so far, by server. It is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { group } from '../../apis/group.ts';
import { ObjectStore as Model } from '../models/barmancloud.cnpg.io/v1/object-store.ts';
import { ruledOut } from './ruled-out.ts';

/** The annotation of a store whose keys are in other namespaces, too. */
export const openedBy = `${group}/opened-by`;

export type ObjectStore = Model;
export const ObjectStore = composed(Model, {
  concerns: {
    ...ruledOut('it names a bucket of the platform team, which looks after it'),
    backups: ({ metadata }) =>
      metadata?.annotations?.[openedBy] === undefined
        ? undefined
        : 'the same credentials open the backups of every team (incluster.backups.shared)',
  },
  ready: ready.exists,
});
