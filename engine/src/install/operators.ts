/** The operators behind the kinds of a target: which of them a cluster lacks, and which this platform brought. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { groupOf } from '../schema/kind-name.ts';
import { readYaml } from '../yaml/index.ts';
import type { Serves } from './cluster.ts';
import type { Skipped } from './fit.ts';
import { asked, type Item, type Kubectl } from './kubectl.ts';
import { platformLabel } from './source.ts';

/** An operator as the bundle of a target lists it. */
export interface Operator {
  readonly name: string;
  readonly version: string;
  readonly groups: readonly string[];
  /** How it is installed; nobody here knows if there is no chart. */
  readonly namespace?: string;
  readonly chart?: Chart;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A Helm chart in a registry. */
export interface Chart {
  readonly image: string;
  readonly version: string;
  /** `unresolved` if the lock has none. */
  readonly digest: string;
}

/** An operator that a chart installs. */
export type Charted = Operator & Required<Pick<Operator, 'namespace' | 'chart'>>;

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The operators that the bundle of a target lists. Throws a `UserError` if its file is no such list. */
export function operatorsIn(dist: string, target: string): readonly Operator[] {
  const folder = join(dist, 'install', target);
  const text = textIn(folder, 'operators.yaml');
  if (text === undefined) return [];
  const [document] = readYaml(text).documents;
  const listed: unknown = document !== undefined && 'value' in document ? document.value : undefined;
  const { operators } = Object(listed) as { readonly operators?: unknown };
  if (Array.isArray(operators) && operators.every(isOperator)) return operators;
  throw new UserError(`${join(folder, 'operators.yaml')} lists no operators`, {
    hint: 'files of a build are not edited: build the release again with `planesmith build`',
  });
}

/** Whether it is what a build writes. */
function isOperator(value: unknown): value is Operator {
  const { name, version, groups, namespace = '', chart, values = {} } = Object(value) as Record<string, unknown>;
  const { image, version: tag, digest } = Object(chart) as Record<string, unknown>;
  const areTexts = (...all: readonly unknown[]) => all.every((each) => typeof each === 'string');
  const isWhole = areTexts(name, version, namespace) && Array.isArray(groups) && areTexts(...(groups as unknown[]));
  return isWhole && (chart === undefined || areTexts(image, tag, digest)) && Object(values) === values;
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
    const text = await asked(kubectl, 'the cluster does not list the releases of Helm', args);
    const { items = [] } = JSON.parse(text) as { readonly items?: readonly Item[] };
    return items.map(({ metadata: { namespace = '', labels = {} } }) => ({
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

function isCharted(operator: Operator): operator is Charted {
  return operator.chart !== undefined && operator.namespace !== undefined;
}
