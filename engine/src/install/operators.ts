/** The operators behind the kinds of a target: which of them a cluster lacks, and which this platform brought. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { textIn } from '../files.ts';
import { type Charted, isCharted, type Operator, operatorListFile, readOperators } from '../release/operator-list.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { Serves } from './cluster.ts';
import type { Skipped } from './fit.ts';
import { asked, itemsIn, type Kubectl } from './kubectl.ts';
import { platformLabel } from './source.ts';

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The operators that the bundle of a target lists. Throws a `UserError` if its file is no such list. */
export function operatorsIn(dist: string, target: string): readonly Operator[] {
  const folder = join(dist, 'install', target);
  const text = textIn(folder, operatorListFile);
  if (text === undefined) return [];
  const hint = 'files of a build are not edited: build the release again with `planesmith build`';
  return readOperators(text, join(folder, operatorListFile), hint);
}

/** A Helm release that this platform brought. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  /** What it was made of, as `markOf` says it; empty if Helm failed to install it. */
  readonly mark: string;
}

/** The label of a Helm release that says what it was made of. */
export const markLabel = 'planesmith.dev/chart';

/** Says by a word whether chart, place or values of an operator are others than before. */
export function markOf({ namespace, chart: { image, version, digest }, values = {} }: Charted): string {
  const text = JSON.stringify([namespace, image, version, digest, values]);
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

/**
 * The Helm releases of the platform, those that are deployed first. Helm keeps each of their revisions in a Secret with the labels of the release: of
 * one that failed at its first installation, none is deployed.
 */
export async function releasesOf(kubectl: Kubectl, platform: string): Promise<readonly HelmRelease[]> {
  const inStatus = async (status: 'deployed' | 'failed'): Promise<readonly HelmRelease[]> => {
    const selector = `owner=helm,status=${status},${platformLabel}=${platform}`;
    const args = ['get', 'secrets', '--all-namespaces', '-l', selector, '-o', 'json'];
    const what = 'the cluster does not list the releases of Helm';
    return itemsIn(await asked(kubectl, what, args), what).map(({ metadata: { namespace = '', labels = {} } }) => ({
      name: labels['name'] ?? '',
      namespace,
      mark: status === 'deployed' ? (labels[markLabel] ?? '') : '',
    }));
  };
  return [...(await inStatus('deployed')), ...(await inStatus('failed'))];
}

/** What becomes of the operators of a cluster. */
export interface OperatorPlan {
  /** Those to install or to upgrade. */
  readonly wanted: readonly Charted[];
  /** Those that somebody else brought. */
  readonly left: readonly Skipped[];
}

/** An operator that is there in any way is left alone, unless it is a Helm release of this platform that failed, or for which the lock has another chart now. */
export function operatorPlan(
  operators: readonly Operator[],
  kinds: readonly Kind[],
  serves: Serves,
  releases: readonly HelmRelease[],
): OperatorPlan {
  const plans = operators.map((operator): Partial<OperatorPlan> => {
    const own = kinds.filter(({ apiVersion }) => operator.groups.includes(groupOf(apiVersion)));
    const ours = releases.find(({ name, namespace }) => name === operator.name && namespace === operator.namespace);
    if (ours !== undefined) return isCharted(operator) && markOf(operator) !== ours.mark ? { wanted: [operator] } : {};
    const there = own.filter((kind) => serves(kind));
    if (there.length === 0) return isCharted(operator) ? { wanted: [operator] } : {};
    const missing = own.filter((kind) => !serves(kind)).map(({ kind }) => kind);
    const reason =
      missing.length === 0
        ? 'is there already'
        : `is there in part, without ${missing.join(', ')}: bring it to ${operator.version} the way it was installed`;
    return { left: [{ what: `operator ${operator.name}`, reason }] };
  });
  return { wanted: plans.flatMap(({ wanted = [] }) => wanted), left: plans.flatMap(({ left = [] }) => left) };
}
