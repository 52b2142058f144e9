/**
 * An ExternalSecret is ready when external-secrets has written its Secret with every key, for the spec that is stored now.
 * One with the refresh policy CreatedOnce stays ready, even if its spec changes later.
 */
import { composed, ready } from 'planesmith/authoring';
import { ExternalSecret as Model } from '../models/external-secrets.io/v1/external-secret.ts';
import { syncedReady } from './synced.ts';
import { ruledOut } from './ruled-out.ts';

const isReady = ready.condition('Ready');

export type ExternalSecret = Model;
export const ExternalSecret = composed(Model, {
  concerns: ruledOut('it writes a Secret, which the cluster keeps as it keeps every other'),
  // external-secrets@v2.9.0 apis/externalsecrets/v1/externalsecret_validator.go:41 looks at the new object alone.
  immutable: [],
  ready: (observed) => {
    const ready = observed.spec?.refreshPolicy === 'CreatedOnce' ? isReady(observed) : syncedReady(observed);
    if (ready === true) return true;
    const failure = observed.status?.conditions?.find(({ reason }) => reason === 'SecretSyncedError');
    return failure === undefined
      ? ready
      : `waits for its team to store a value of every key, where \`status.secrets\` says (${failure.message ?? ready})`;
  },
});
