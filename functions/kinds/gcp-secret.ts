/** An entry of Secret Manager is ready when Google has it; whether somebody put a value there is seen where it is read. */
import { composed, managed } from 'planesmith/authoring';
import { Secret as Model } from '../models/secretmanager.gcp.m.upbound.io/v1beta1/secret.ts';

export type Secret = Model;
export const Secret = composed(Model, {
  ready: managed,
  // Google encrypts every entry; nothing has to be asked for.
  concerns: { encryption: {} },
});
