/** A password generator of external-secrets reports no status: it is ready when it exists. */
import { composed, ready } from 'planesmith/authoring';
import { Password as Model } from '../models/generators.external-secrets.io/v1alpha1/password.ts';

export type Password = Model;
export const Password = composed(Model, { ready: ready.exists });
