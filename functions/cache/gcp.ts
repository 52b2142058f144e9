/** Cache on Google Cloud: a Memorystore instance. Its only login is the user `default`, with a password that Google generates. */
import { main, perItem } from 'planesmith/authoring';
import { alarms } from '../alarms/gcp.ts';
import { target } from '../bind.ts';
import { gcpKey, gcpPlace } from '../cloud/placement.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';
import { MemorystoreInstance } from '../kinds/memorystore-instance.ts';
import { memorystoreAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { authoritiesOf, gibFor, instance, recoverFromInstance } from './memorystore.ts';
import { cachePlanner } from './plan.ts';
import { cacheStatus } from './status.ts';

/** The port of Memorystore with TLS, until an existing instance reports its own. */
const tlsPort = 6378;

export const gcp = target(
  cachePlanner,
  {
    abilities: { evictions: ['any', 'expiring', 'none'] },
    environment: ['gcp'],
    resources: { cache: main(MemorystoreInstance), alarm: perItem(AlertPolicy, { after: ['cache'] }) },
    secrets: { login: 'cache' },
    record: {
      decide: {
        identity: ({ cloudName }) => cloudName('cache', { maxLength: 40 }),
        ...gcpPlace,
        ...gcpKey,
        network: ({ environment }) => environment.gcp.network,
        version: () => '7.2',
        // An existing cache cannot become highly available.
        highlyAvailable: ({ plan }) => plan.highlyAvailable,
      },
      recover: recoverFromInstance,
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const { cache } = observed;
    const plan = { ...decided, highlyAvailable: record.highlyAvailable };
    const { project, region, identity } = record;
    const { host, port = tlsPort } = cache?.status?.atProvider ?? {};
    const password = secrets.login['attribute.auth_string'];
    return {
      resources: {
        cache: instance({ plan, record, gcp: environment.gcp, connectionSecret: name('cache') }),
        alarm: alarms(
          {
            claim,
            links: plan.links,
            gcp: environment.gcp,
            identity,
            type: 'redis_instance',
            label: 'instance_id',
            project,
            named: `projects/${project}/locations/${region}/instances/${identity}`,
            existing: observed.alarm,
          },
          memorystoreAlarms,
        ),
      },
      secret: {
        ...connectionSecret({ host, port, username: 'default', password, tls: true }),
        // The instance's own authority signs the certificate.
        'ca.crt': authoritiesOf(cache),
      },
      status: cacheStatus(plan, { memoryMB: gibFor(record.memoryMB) * 1024, host, port }),
    };
  },
);
