/** The environment section `azure`: the subscription and the network of an EnvironmentConfig. */
import { object, optional, set, string } from 'planesmith/schema';
import { azureID } from './azure-id.ts';
import { azureCache } from './cache.ts';
import { azureMessages } from './messages.ts';
import { azureObjects } from './objects.ts';
import { azurePostgres } from './postgres.ts';
import { providerConfig } from './provider-config.ts';
import { azureSecrets } from './secrets.ts';

export const azure = object(
  {
    tenantID: string('Id of the tenant.', { format: 'uuid', maxLength: 36 }),
    location: string(
      'Location of its resources. They never move, so another location needs an environment of its own.',
      {
        pattern: '^[a-z]+[0-9]?$',
        maxLength: 32,
      },
    ),
    resourceGroup: string('Resource group that holds them.', { pattern: '^[A-Za-z0-9_().-]{1,90}$', maxLength: 90 }),
    providerConfig: providerConfig(),
    subscriptionID: optional(
      string('Id of the subscription, in which applications get their role assignments.', {
        format: 'uuid',
        maxLength: 36,
      }),
    ),
    oidcIssuer: optional(
      string('Address of the OIDC issuer of this cluster, which applications need for workload identity.', {
        pattern: '^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9._-]+)*/?$',
        maxLength: 255,
      }),
    ),
    clientSubnetIDs: optional(
      set(
        'Subnets of the nodes of this cluster, which may connect. They need service endpoints to the services that claims use.',
        azureID('a subnet', 'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+'),
        { minItems: 1, maxItems: 16 },
      ),
    ),
    alarms: optional(
      object(
        { actionGroupID: azureID('the action group that alarms notify', 'Microsoft.Insights/actionGroups/[^/]+') },
        { description: 'Where alarms go. Without it, this environment has no alarms.' },
      ),
    ),
    cache: optional(azureCache),
    messages: optional(azureMessages),
    objects: optional(azureObjects),
    postgres: optional(azurePostgres),
    secrets: optional(azureSecrets),
  },
  {
    description: 'The Azure subscription and network that the target azure uses.',
    rules: [
      {
        // Without any network rule, Azure lets every network in (learn.microsoft.com/azure/service-bus-messaging/service-bus-service-endpoints).
        rule: "!has(self.messages) || self.messages.sku != 'Premium' || has(self.clientSubnetIDs)",
        message: 'a Premium broker must be told whom to let in, by azure.clientSubnetIDs',
        fieldPath: '.messages.sku',
      },
    ],
  },
);
