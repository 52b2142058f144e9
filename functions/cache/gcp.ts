/** Cache on Google Cloud: a Memorystore instance. AUTH is its only login: the user `default`, with a password that Google makes up. */
import { each, main, secretValues, target } from 'planesmith/authoring';
import { alerts } from '../alarms/gcp.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';
import { MemorystoreInstance } from '../kinds/memorystore-instance.ts';
import { memorystoreAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { authoritiesOf, gibFor, instance, recoverFromInstance } from './memorystore.ts';
import { plan } from './plan.ts';
import { cacheStatus } from './status.ts';

/** Where Memorystore listens with TLS; it says so itself once it is there. */
const tlsPort = 6378;

export const gcp = target(
  plan,
  {
    needs: ['gcp'],
    resources: { cache: main(MemorystoreInstance), alarm: each(AlertPolicy) },
    // Crossplane does not watch what the provider writes: required, a new password reaches the application's Secret at once.
    requires: ({ name }) => ({ login: { apiVersion: 'v1', kind: 'Secret', name: name('cache') } }),
    recover: recoverFromInstance,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { cache } = observed;
    const { project = environment.gcp.project, region, identity } = decided.record;
    const { host, port = tlsPort } = cache?.status?.atProvider ?? {};
    const password = secretValues(required.login)['attribute.auth_string'];
    return {
      resources: {
        cache: instance({ plan: decided, gcp: environment.gcp, connectionSecret: name('cache') }),
        alarm: alerts(
          {
            claim,
            links: decided.links,
            gcp: environment.gcp,
            identity,
            type: 'redis_instance',
            label: 'instance_id',
            project,
            named: `projects/${project}/locations/${region}/instances/${identity}`,
            after: 'cache',
            existing: observed.alarm,
          },
          memorystoreAlarms,
        ),
      },
      secret: {
        ...connectionSecret({ host, port, username: 'default', password, tls: true }),
        // The certificate is signed by an authority of the instance's own.
        'ca.crt': authoritiesOf(cache),
      },
      status: cacheStatus(decided, { memoryMB: gibFor(decided.record.memoryMB) * 1024, host, port }),
    };
  },
);
