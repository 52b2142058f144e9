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
  // terraform-provider-azurerm@v4.80.0 internal/services/postgres/postgresql_flexible_server_configuration_resource.go:46-53
  immutable: ['spec.forProvider.name', 'spec.forProvider.serverId', 'spec.forProvider.serverIdRef.name'],
  ready: ready.managed,
});
