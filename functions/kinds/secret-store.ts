/** A SecretStore is ready when external-secrets could reach the store: condition Ready (pkg/controllers/secretstore/common.go). */
import { composed, ready } from 'planesmith/authoring';
import { SecretStore as Model } from '../models/external-secrets.io/v1/secret-store.ts';
import { ruledOut } from './ruled-out.ts';

export type SecretStore = Model;
export const SecretStore = composed(Model, {
  // external-secrets@v2.9.0 apis/externalsecrets/v1/secretstore_validator.go:49 looks at the new object alone.
  immutable: [],
  ready: ready.condition('Ready'),
  concerns: { ...ruledOut('it names a store; its entries are judged'), monitoring: 'needs' },
});
