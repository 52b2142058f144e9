/**
 * A Secret Manager secret is ready when Google has it, with or without a value.
 * The ExternalSecret that reads it reports a missing value.
 */
import { composed, holds, ready } from 'planesmith/authoring';
import { Secret as Model } from '../models/secretmanager.gcp.m.upbound.io/v1beta1/secret.ts';

export type Secret = Model;
export const Secret = composed(Model, {
  ready: ready.managed,
  // Google encrypts every secret; no field asks for it.
  concerns: { encryption: holds },
});
