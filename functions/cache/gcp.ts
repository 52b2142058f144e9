/** Cache on Google Cloud: a Memorystore instance. AUTH is its only login: the user `default`, with a password that Google makes up. */
import { main, secretValues, target } from 'planesmith/runtime';
import { MemorystoreInstance } from '../readiness/memorystore-instance.ts';
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
    resources: { cache: main(MemorystoreInstance) },
    // Crossplane does not watch what the provider writes: required, a new password reaches the application's Secret at once.
    requires: ({ name }) => ({ login: { apiVersion: 'v1', kind: 'Secret', name: name('cache') } }),
    recover: recoverFromInstance,
  },
  ({ plan: decided, environment, observed, required, name }) => {
    const { cache } = observed;
    const { host, port = tlsPort } = cache?.status?.atProvider ?? {};
    const password = secretValues(required.login)['attribute.auth_string'];
    return {
      resources: {
        cache: instance({ plan: decided, gcp: environment.gcp, existing: cache, connectionSecret: name('cache') }),
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
