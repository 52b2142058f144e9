/**
 * A Secret Manager secret is ready when Google has it, with or without a value.
 * The ExternalSecret that reads it reports a missing value.
 */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { Secret as Model } from '../models/secretmanager.gcp.m.upbound.io/v1beta1/secret.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type Secret = Model;
export const Secret = composed(Model, {
  // terraform-provider-google@v7.39.0 google/services/secretmanager/resource_secret_manager_secret.go:172-432
  immutable: [
    'spec.forProvider.project',
    'spec.forProvider.replication.userManaged.replicas[].location',
    'spec.forProvider.tags',
  ],
  ready: ready.managed,
  // Google encrypts every secret; no field asks for it.
  concerns: {
    ...noPods(),
    // Google's APIs answer over TLS alone (cloud.google.com/docs/security/encryption-in-transit).
    tls: holds,
    private: none('clients reach it by an API of Google, which asks for rights'),
    ...nothingToKeep('Google keeps every version of it until it is deleted'),
    monitoring: none('an alarm watches the SecretStore that reads it'),
    encryption: holds,
  },
});
