/** A password generator of external-secrets reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { Password as Model } from '../models/generators.external-secrets.io/v1alpha1/password.ts';
import { ruledOut } from './ruled-out.ts';

export type Password = Model;
export const Password = composed(Model, {
  concerns: ruledOut('it generates a text, and keeps none'),
  // external-secrets@v2.9.0 has no webhook for it, and its CRD no rule.
  immutable: [],
  ready: ready.exists,
});
