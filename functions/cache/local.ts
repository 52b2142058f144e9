/** Cache in a cluster: Dragonfly, run by its operator. */
import { main, target } from 'planesmith/runtime';
import { passwordOf, requirePassword } from '../password.ts';
import { Dragonfly } from '../readiness/dragonfly.ts';
import { connectionSecret } from './connection.ts';
import { dragonflyKinds, dragonflyParts, port } from './dragonfly.ts';
import { plan } from './plan.ts';
import { cacheStatus } from './status.ts';

export const local = target(
  plan,
  {
    needs: ['incluster.cache'],
    // Inside the cluster there is no TLS.
    lacks: ['ca.crt'],
    resources: { cache: main(Dragonfly), ...dragonflyKinds },
    requires: ({ name }) => ({ login: requirePassword(name('login')) }),
    recover: ({ cache }) => ({ memoryMB: memoryOf(cache) }),
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const cache = name('cache');
    // The operator's service of the Dragonfly's own name is always the one that takes writes.
    const host = observed.cache?.status?.phase === undefined ? undefined : `${cache}.${claim.namespace}.svc`;
    return {
      resources: dragonflyParts({
        claim,
        plan: decided,
        environment,
        cache,
        login: name('login'),
        generator: name('generator'),
      }),
      secret: connectionSecret({
        host,
        port,
        username: 'default',
        password: passwordOf(required.login),
        tls: false,
      }),
      status: cacheStatus(decided, { memoryMB: decided.record.memoryMB, host, port }),
    };
  },
);

/** The memory that an existing cache was given. */
function memoryOf(cache: Dragonfly | undefined): number | undefined {
  const given = cache?.spec?.args?.map((arg) => /^--maxmemory=([0-9]+)mb$/.exec(arg)?.[1]).find(Boolean);
  return given === undefined ? undefined : Number(given);
}
