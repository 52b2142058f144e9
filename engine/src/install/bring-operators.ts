/** Brings the operators that a cluster lacks, or says how, if there is no Helm. */
import { type Charted, isByDigest } from '../release/operator-list.ts';
import { groupOf } from '../schema/kind-name.ts';
import { type Serves, servedBy } from './cluster.ts';
import type { Bundle } from './bundle.ts';
import { requiredKinds, type Skipped } from './fit.ts';
import { type Awaited, waitFor, type Waiting } from './healthy.ts';
import { charted, type Charting, commandOf, type Helm } from './helm.ts';
import type { Kubectl } from './kubectl.ts';
import type { Redirection } from './mirror.ts';
import { operatorPlan, operatorsIn, releasesOf } from './operators.ts';

/** What became of the operators. */
export interface Brought {
  /** Those that were installed or upgraded, each with its version. */
  readonly installed: readonly string[];
  /** The cluster as it is then. */
  readonly serves: Serves;
  /** Commands of Helm that install the others; if nothing is changed, of all. */
  readonly commands: readonly string[];
  /** Those that somebody else brought. */
  readonly left: readonly Skipped[];
  /** Those that Helm could not install, or whose kinds did not come. */
  readonly failed: readonly Awaited[];
}

export interface BringOptions extends Waiting {
  /** @default nothing is installed, and the commands say how */
  readonly helm?: Helm;
  /** Whether nothing is changed. */
  readonly dryRun: boolean;
  readonly redirections: readonly Redirection[];
}

/** Installs the operators that the cluster lacks one by one, in the order of the lock, and waits for their kinds. */
export async function bringOperators(
  kubectl: Kubectl,
  dist: string,
  { release, target, files }: Bundle,
  serves: Serves,
  { helm, dryRun, redirections, ...waiting }: BringOptions,
): Promise<Brought> {
  const operators = operatorsIn(dist, target);
  if (operators.length === 0) return { installed: [], serves, commands: [], left: [], failed: [] };
  const kinds = [...requiredKinds(release, target), ...files.flatMap(({ objects }) => objects)];
  const { wanted, left } = operatorPlan(operators, kinds, serves, await releasesOf(kubectl, release.platform));
  const mine = helm === undefined ? [] : wanted.filter(isByDigest);
  const commands = wanted
    .filter((operator) => dryRun || !mine.includes(operator))
    .map((operator) => commandOf(operator, redirections));
  if (helm === undefined || dryRun)
    return { installed: mine.map(named), serves: withGroups(serves, mine), commands, left, failed: [] };
  const failed = await chartAll(
    mine,
    { helm, platform: release.platform, redirections, seconds: waiting.seconds },
    waiting,
  );
  const installed = mine.filter(({ name }) => !failed.some(({ what }) => what === `operator ${name}`));
  const late = await lateKinds(kubectl, installed, kinds, waiting);
  const after = installed.length === 0 ? serves : await servedBy(kubectl);
  return { installed: installed.map(named), serves: after, commands, left, failed: [...failed, ...late] };
}

/** Installs them one by one, since one may need another. Returns those that failed. */
async function chartAll(operators: readonly Charted[], charting: Charting, { report }: Waiting): Promise<Awaited[]> {
  const failed: Awaited[] = [];
  for (const operator of operators) {
    const { name, chart } = operator;
    report(`operator ${name}: Helm installs ${chart.image} ${chart.version}`);
    const state = await charted(operator, charting);
    report(`${state.what}: ${state.lacks ?? 'installed'}`);
    if (state.lacks !== undefined) failed.push(state);
  }
  return failed;
}

function named({ name, version }: Charted): string {
  return `${name} ${version}`;
}

/** The cluster as it would be with these operators. */
function withGroups(serves: Serves, operators: readonly Charted[]): Serves {
  const groups = new Set(operators.flatMap((operator) => operator.groups));
  return (kind) => serves(kind) || groups.has(groupOf(kind.apiVersion));
}

/** Waits until the cluster serves the kinds of these operators. */
async function lateKinds(
  kubectl: Kubectl,
  operators: readonly Charted[],
  kinds: Parameters<typeof operatorPlan>[1],
  waiting: Waiting,
): Promise<readonly Awaited[]> {
  if (operators.length === 0) return [];
  return waitFor(async () => {
    const serves = await servedBy(kubectl);
    return operators.map(({ name, groups }) => {
      const late = kinds.find((kind) => groups.includes(groupOf(kind.apiVersion)) && !serves(kind));
      return { what: `operator ${name}`, lacks: late && `its chart has not brought ${late.kind}` };
    });
  }, waiting);
}
