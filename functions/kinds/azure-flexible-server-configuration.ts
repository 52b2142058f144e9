/** A server parameter of a flexible server is ready when Azure has it. */
import { composed, holds, ready } from 'planesmith/authoring';
import { FlexibleServerConfiguration as Model } from '../models/dbforpostgresql.azure.m.upbound.io/v1beta1/flexible-server-configuration.ts';
import { ruledOut } from './ruled-out.ts';

export type FlexibleServerConfiguration = Model;
export const FlexibleServerConfiguration = composed(Model, {
  concerns: {
    ...ruledOut('it is a parameter of a server, which is judged'),
    tls: ({ spec: { forProvider } }) => {
      if (forProvider.name !== 'require_secure_transport') return undefined;
      return forProvider.value?.toLowerCase() === 'on'
        ? holds
        : 'it lets clients connect without TLS (require_secure_transport)';
    },
  },
  ready: ready.managed,
});
