/** The facts of an Azure subscription and network in which cloud resources are made. */
import { object, optional, string } from 'planesmith/schema';
import { azureID } from './azure-id.ts';
import { azurePostgres } from './postgres.ts';
import { providerConfig } from './provider-config.ts';

export const azure = object(
  {
    tenantID: string('Id of the tenant.', { format: 'uuid', maxLength: 36 }),
    location: string('Location of its resources, which never move: another one needs an environment of its own.', {
      pattern: '^[a-z]+[0-9]?$',
      maxLength: 32,
    }),
    resourceGroup: string('Resource group that holds them.', { pattern: '^[A-Za-z0-9_().-]{1,90}$', maxLength: 90 }),
    providerConfig: providerConfig(),
    alarms: optional(
      object(
        { actionGroupID: azureID('the action group that is told of alarms', 'Microsoft.Insights/actionGroups/[^/]+') },
        { description: 'Who is told when something goes wrong; without it, nobody is.' },
      ),
    ),
    postgres: optional(azurePostgres),
  },
  { description: 'What the target azure needs to know.' },
);
