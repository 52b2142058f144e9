/** A PushSecret is ready when the store has every value of the Secret that the team writes by hand. */
import { composed } from 'planesmith/authoring';
import { PushSecret as Model } from '../models/external-secrets.io/v1alpha1/push-secret.ts';
import { syncedReady } from './synced.ts';
import { ruledOut } from './ruled-out.ts';

export type PushSecret = Model;
export const PushSecret = composed(Model, {
  concerns: ruledOut('it copies values into a store, whose entry is judged'),
  // external-secrets@v2.9.0 has no webhook for it, and its CRD no rule.
  immutable: [],
  ready: (observed) => {
    const ready = syncedReady(observed);
    if (ready === true) return true;
    const failure = observed.status?.conditions?.find(({ reason }) => reason === 'Errored');
    return failure === undefined
      ? ready
      : `waits for its team to write the Secret ${observed.spec?.selector.secret?.name} with every key (${failure.message ?? ready})`;
  },
});
