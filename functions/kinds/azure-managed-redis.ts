/** A managed Redis is ready when Azure has it, with its one database. It writes a Secret under its own name. */
import { composed, managed } from 'planesmith/authoring';
import { ManagedRedis as Model } from '../models/cache.azure.m.upbound.io/v1beta1/managed-redis.ts';

export type ManagedRedis = Model;
export const ManagedRedis = composed(Model, {
  writesOwnSecret: true,
  concerns: {
    monitoring: 'needs',
    // Azure encrypts whatever it stores; nothing has to be asked for.
    encryption: {},
    tls: { spec: { forProvider: { defaultDatabase: { clientProtocol: 'Encrypted' } } } },
    private: { spec: { forProvider: { publicNetworkAccess: 'Disabled' } } },
  },
  ready: managed,
});
