/** Cache in a cluster: Dragonfly, run by its operator. */
import { main, none, secretValues, target } from 'planesmith/authoring';
import { requirePassword } from '../cluster/password.ts';
import { Dragonfly } from '../kinds/dragonfly.ts';
import { keys, makesCertificate } from './access.ts';
import { connectionSecret } from './connection.ts';
import { dragonflyKinds, dragonflyParts, port } from './dragonfly.ts';
import { plan } from './plan.ts';
import { cacheStatus } from './status.ts';
import { username } from './user.ts';

export const local = target(
  plan,
  {
    needs: ['incluster.cache'],
    resources: { cache: main(Dragonfly), ...dragonflyKinds },
    requires: ({ name }) => ({ access: requirePassword(name('access')) }),
    recover: ({ cache, access }) => ({
      memoryMB: memoryOf(cache),
      tls: cache ? cache.spec?.tlsSecretRef !== undefined : access && makesCertificate(access),
    }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const cache = name('cache');
    const { tls } = decided;
    const made = secretValues(required.access);
    // The operator's service of the Dragonfly's own name is always the one that takes writes.
    const host = observed.cache?.status?.phase === undefined ? undefined : `${cache}.${claim.namespace}.svc`;
    return {
      resources: dragonflyParts({
        claim,
        plan: decided,
        environment,
        cache,
        access: name('access'),
        generator: name('generator'),
      }),
      secret: {
        ...connectionSecret({ host, port, username, password: made[keys.password], tls }),
        // The certificate is signed by an authority of the cache's own.
        'ca.crt': tls ? made[keys.authority] : none('its clients speak no TLS'),
      },
      status: cacheStatus(decided, { memoryMB: decided.record.memoryMB, host, port }),
    };
  },
);

/** The memory that an existing cache was given. */
function memoryOf(cache: Dragonfly | undefined): number | undefined {
  const given = cache?.spec?.args?.map((arg) => /^--maxmemory=([0-9]+)mb$/.exec(arg)?.[1]).find(Boolean);
  return given === undefined ? undefined : Number(given);
}
