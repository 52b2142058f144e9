/** A managed Redis is ready when Azure has it with its one database. The provider writes its connection Secret under the object's own name. */
import { composed, holds, ready } from 'planesmith/authoring';
import { ManagedRedis as Model } from '../models/cache.azure.m.upbound.io/v1beta1/managed-redis.ts';
import { noPods, nothingToKeep } from './ruled-out.ts';

export type ManagedRedis = Model;
export const ManagedRedis = composed(Model, {
  writesOwnSecret: true,
  concerns: {
    ...noPods(),
    ...nothingToKeep('what a cache holds may be lost at any time'),
    monitoring: 'needs',
    // Azure encrypts all stored data; no field asks for it.
    encryption: holds,
    tls: { spec: { forProvider: { defaultDatabase: { clientProtocol: 'Encrypted' } } } },
    private: { spec: { forProvider: { publicNetworkAccess: 'Disabled' } } },
  },
  // terraform-provider-azurerm@v4.80.0 internal/services/managedredis/managed_redis_resource.go:98-251;
  // location and group: commonschema of go-azure-helpers
  immutable: [
    'spec.forProvider.highAvailabilityEnabled',
    'spec.forProvider.location',
    'spec.forProvider.resourceGroupName',
  ],
  sizing: ['spec.forProvider.skuName'],
  ready: ready.managed,
});
