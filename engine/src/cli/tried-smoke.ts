/** Tries a cluster for the command line: finds the claims, tries them, and writes the result into a fleet. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { readFleet } from '../gitops/fleet/index.ts';
import { asked, type Kubectl, kubectlOf, type Reach } from '../install/kubectl.ts';
import { writeChange } from '../promote/change.ts';
import { type SmokeResult, smokeResultFile } from '../promote/smoke-result.ts';
import { smokeClaims } from '../smoke/claims.ts';
import { openServer } from '../smoke/open.ts';
import { smoke, type Tried } from '../smoke/smoke.ts';
import { loadPlatform } from './load-platform.ts';
import { readObjects } from './read-claims.ts';

/** How a cluster is tried. */
export interface SmokeOptions extends Reach {
  /** In seconds. */
  readonly timeout: number;
  readonly namespace: string;
  /** @default the smallest claim of each API */
  readonly claims?: readonly string[];
  /** @default nothing is written */
  readonly cluster?: string;
  readonly fleet: string;
}

/** Ctrl-C, the end of a CI run, and a closed terminal. The first one ends the waiting, and a second one the process. */
const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The result, and the file in which it is. Rejects with a `UserError` if the cluster cannot be tried at all. */
export async function trySmoke(
  config: string,
  options: SmokeOptions,
): Promise<{ readonly result: SmokeResult; readonly file?: string }> {
  const { cluster, fleet: folder, namespace, timeout } = options;
  if (cluster !== undefined) await insistOnCluster(folder, cluster);
  const { platform } = await loadPlatform(config);
  const kubectl = kubectlOf(options);
  const place = { namespace, name: 'smoke' };
  const given = (options.claims ?? []).flatMap((path) => readObjects(path));
  const { claims, untried } = smokeClaims(platform, await served(kubectl, platform.group), place, given);
  if (claims.length === 0) {
    throw new UserError(`the cluster serves no API of ${platform.group} that can be tried`, {
      hint: 'install the platform first, or choose another cluster with --context',
    });
  }
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  signals.forEach((signal) => process.once(signal, interrupt));
  const patience = {
    milliseconds: timeout * 1000,
    pause: () => sleep(2000),
    now: Date.now,
    signal: interrupted.signal,
  };
  const tried = await smoke({ kubectl, open: openServer, place, patience }, claims).finally(() =>
    signals.forEach((signal) => process.off(signal, interrupt)),
  );
  const skipped = untried.map(({ kind, says }) => ({ kind, result: 'skipped' as const, says }));
  const result = resultOf(cluster ?? 'unnamed', tried, skipped, new Date());
  if (cluster === undefined) return { result };
  const file = smokeResultFile(result);
  await writeChange(folder, [file]);
  return { result, file: join(folder, file.path) };
}

/** The result of what was tried. It has passed if every claim has, and if one release answered them all. */
export function resultOf(
  cluster: string,
  tried: readonly Tried[],
  skipped: SmokeResult['claims'],
  at: Date,
): SmokeResult {
  const versions = [...new Set(tried.flatMap(({ version }) => version ?? []))].toSorted();
  const [version = 'unknown'] = versions;
  const isOne = versions.length === 1;
  const claims = tried.map(({ kind, result, says, version: own }) => ({
    kind,
    result,
    says: isOne || own === undefined ? says : `${says}; release ${own} answered`,
  }));
  return {
    cluster,
    version: isOne ? version : versions.join(' and ') || version,
    at: at.toISOString(),
    passed: isOne && tried.length > 0 && tried.every(({ result }) => result === 'passed'),
    claims: [...claims, ...skipped],
  };
}

async function insistOnCluster(folder: string, name: string): Promise<void> {
  const { clusters } = await readFleet(folder);
  if (clusters.some((cluster) => cluster.name === name)) return;
  throw new UserError(`${folder} has no cluster ${name}`, {
    hint: `it has ${clusters.map((cluster) => cluster.name).join(', ')}`,
  });
}

/** The kinds of the group that the cluster serves, as `kubectl` names them. */
async function served(kubectl: Kubectl, group: string): Promise<ReadonlySet<string>> {
  const args = ['api-resources', `--api-group=${group}`, '-o', 'name'];
  const text = await asked(kubectl, 'the cluster does not say which kinds it serves', args);
  return new Set(text.split('\n').filter((line) => line !== ''));
}
