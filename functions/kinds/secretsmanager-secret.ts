/** A Secrets Manager secret is ready when AWS has it, with or without a value. The ExternalSecret that reads it reports a missing value. */
import { composed, holds, none, ready } from 'planesmith/authoring';
import { Secret as Model } from '../models/secretsmanager.aws.m.upbound.io/v1beta1/secret.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type Secret = Model;
export const Secret = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/secretsmanager/secret.go:67;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.name', 'spec.forProvider.region'],
  ready: ready.managed,
  // AWS encrypts every secret; no field asks for it.
  concerns: {
    ...noPods(),
    // The API of AWS asks for TLS (docs.aws.amazon.com/secretsmanager/latest/userguide/data-protection.html).
    tls: holds,
    private: none('clients reach it by an API of AWS, which asks for rights'),
    ...nothingToKeep('AWS keeps earlier values itself, and a deleted secret for some days'),
    monitoring: none('an alarm watches the SecretStore that reads it'),
    encryption: holds,
  },
});
