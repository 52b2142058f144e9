/** A Secrets Manager secret is ready when AWS has it, with or without a value. The ExternalSecret that reads it reports a missing value. */
import { composed, holds, ready } from 'planesmith/authoring';
import { Secret as Model } from '../models/secretsmanager.aws.m.upbound.io/v1beta1/secret.ts';

export type Secret = Model;
export const Secret = composed(Model, {
  ready: ready.managed,
  // AWS encrypts every secret; no field asks for it.
  concerns: { encryption: holds },
});
