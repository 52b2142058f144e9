/** An ExternalSecret is ready when its Secret has every key; one that is made once stays ready whatever is changed later. */
import { composed, conditionTrue } from 'planesmith/authoring';
import { ExternalSecret as Model } from '../models/external-secrets.io/v1/external-secret.ts';
import { syncedReady } from './synced.ts';

const isReady = conditionTrue('Ready');

export type ExternalSecret = Model;
export const ExternalSecret = composed(Model, {
  ready: (observed) => {
    const ready = observed.spec?.refreshPolicy === 'CreatedOnce' ? isReady(observed) : syncedReady(observed);
    if (ready === true) return true;
    const failure = observed.status?.conditions?.find(({ reason }) => reason === 'SecretSyncedError');
    return failure === undefined
      ? ready
      : `waits for a value of every key, which its team puts where \`status.secrets\` says (${failure.message ?? ready})`;
  },
});
