/** An ObjectStore reports only the backups made so far, by server. It is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { ObjectStore as Model } from '../models/barmancloud.cnpg.io/v1/object-store.ts';
import { ruledOut } from './ruled-out.ts';

/** The annotation, after the platform's group, of a store whose keys are in other namespaces, too. */
export const openedBy = '/opened-by';

/** The annotation, after the platform's group, of a store in a bucket of its own: the class by which the bucket was made. */
export const madeBy = '/bucket-class';

/** The value of such an annotation. */
export function annotationOf({ metadata }: Model, ending: string): string | undefined {
  return Object.entries(metadata?.annotations ?? {}).find(([key]) => key.endsWith(ending))?.[1];
}

export type ObjectStore = Model;
export const ObjectStore = composed(Model, {
  concerns: {
    ...ruledOut('it names a bucket of the platform team, which looks after it'),
    backups: (store) =>
      annotationOf(store, openedBy) === undefined
        ? undefined
        : 'the same credentials open the backups of every team (incluster.backups.shared)',
  },
  // plugin-barman-cloud@v0.14.0 has no webhook, and its CRD no rule.
  immutable: [],
  ready: ready.exists,
});
