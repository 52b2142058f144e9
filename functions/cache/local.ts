/** Cache in a cluster: Dragonfly, run by its operator. */
import { main, none, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { Dragonfly } from '../kinds/dragonfly.ts';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { Password } from '../kinds/password.ts';
import { PodMonitor } from '../kinds/pod-monitor.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { hasCertificate, keys } from './access.ts';
import { connectionSecret } from './connection.ts';
import { dragonflyParts, port } from './dragonfly.ts';
import { cachePlanner } from './plan.ts';
import { cacheStatus } from './status.ts';
import { username } from './user.ts';

export const local = target(
  cachePlanner,
  {
    // Dragonfly has only these two modes.
    abilities: { evictions: ['any', 'none'] },
    environment: ['incluster.cache'],
    resources: {
      cache: main(Dragonfly, { after: ['access', 'network'] }),
      access: ExternalSecret,
      generator: Password,
      network: NetworkPolicy,
      monitor: PodMonitor,
      rules: resource(PrometheusRule, { after: ['cache'] }),
    },
    secrets: { access: 'access' },
    record: {
      decide: {
        identity: ({ cloudName }) => cloudName('cache', { maxLength: 40 }),
        // A cache never gets TLS later: Dapr's Redis component would not trust its certificate (functions/state-store/plan.ts).
        tls: ({ environment }) => environment.incluster.cache.tls,
      },
      recover: ({ cache, access }) => ({
        memoryMB: memoryOf(cache),
        tls: cache ? cache.spec?.tlsSecretRef !== undefined : access && hasCertificate(access),
      }),
    },
  },
  ({ claim, plan, record, environment, observed, secrets, name }) => {
    const cache = name('cache');
    const { tls, memoryMB } = record;
    // The Service with the Dragonfly's name always leads to the server that takes writes.
    const host = observed.cache?.status?.phase === undefined ? undefined : `${cache}.${claim.namespace}.svc`;
    return {
      resources: dragonflyParts({
        claim,
        plan,
        record,
        environment,
        cache,
        access: name('access'),
        generator: name('generator'),
      }),
      secret: {
        ...connectionSecret({ host, port, username, password: secrets.access[keys.password], tls }),
        // The cache's own authority signs the certificate.
        'ca.crt': tls ? secrets.access[keys.authority] : none('this cache has no TLS'),
      },
      status: cacheStatus(plan, { memoryMB, host, port }),
    };
  },
);

/** The memory of an existing cache, from its arguments. */
function memoryOf(cache: Dragonfly | undefined): number | undefined {
  const memoryMB = cache?.spec?.args?.map((arg) => /^--maxmemory=([0-9]+)mb$/.exec(arg)?.[1]).find(Boolean);
  return memoryMB === undefined ? undefined : Number(memoryMB);
}
