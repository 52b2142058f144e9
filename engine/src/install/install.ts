/** Installs a release on a cluster: file by file, in the order of its bundle, and waits for what others need. */
import { join } from 'node:path';
import type { Flavour } from '../schema/index.ts';
import { groupOf } from '../schema/kind-name.ts';
import { bringOperators } from './bring-operators.ts';
import { type Bundle, type BundleFile, bundleIn } from './bundle.ts';
import { crossplaneOf, insistOnVersion, packagesOf, type Serves, servedBy } from './cluster.ts';
import { addressIn, bringerOf, fitted, type Fitted, requiredKinds, type Skipped } from './fit.ts';
import { factsIn, insistOnFacts } from './facts.ts';
import { type Awaited, definitionsOf, definitionStates, packageStates, waitFor, type Waiting } from './healthy.ts';
import type { Helm } from './helm.ts';
import { functionRepository } from '../synth/function-name.ts';
import { asked, type Item, type Kubectl } from './kubectl.ts';
import { redirectionsOf } from './mirror.ts';
import { type Origin, registryOf } from './source.ts';

/** How a release is installed. */
export interface InstallOptions extends Waiting {
  readonly target?: string;
  readonly flavour: Flavour;
  /** The file with the cluster's EnvironmentConfig. @default the one that the cluster has */
  readonly facts?: string;
  /** The ServiceAccount of Crossplane, `<namespace>/<name>`. @default that of its Deployment, or else that of the bundle */
  readonly account?: string;
  /** @default operators are not installed, and commands say how */
  readonly helm?: Helm;
  /** Whether nothing is changed. @default false */
  readonly dryRun?: boolean;
}

/** What an installation did, and what it could not do. */
export interface Installed {
  readonly platform: string;
  readonly version: string;
  readonly target: string;
  readonly flavour: Flavour;
  /** Whether nothing was changed; what is said of it is then what would have happened. */
  readonly dryRun: boolean;
  /** Operators that were installed or upgraded, each with its version. */
  readonly operators: readonly string[];
  /** Commands that install further ones. */
  readonly commands: readonly string[];
  /** Names of the files that were applied. */
  readonly applied: readonly string[];
  /** Files that were not applied, each with the reason. */
  readonly skipped: readonly Skipped[];
  /** Parts that somebody else brought. */
  readonly left: readonly Skipped[];
  /** API groups of kinds that claims become and that the cluster does not serve. */
  readonly missing: readonly Missing[];
  /** What did not become healthy in time. */
  readonly unhealthy: readonly Awaited[];
}

export interface Missing {
  readonly group: string;
  readonly kinds: readonly string[];
  /** Such as `, which comes with strimzi 1.2.0`; empty if the lock does not know it. */
  readonly bringer: string;
}

/** Installs the release in `dist`. Throws a `UserError` before it changes anything if the cluster cannot take it. */
export async function install(kubectl: Kubectl, dist: string, options: InstallOptions): Promise<Installed> {
  const bundle = await bundleIn(dist, options.target, options.flavour);
  const { release, target, flavour } = bundle;
  const facts = options.facts === undefined ? undefined : factsIn(options.facts, release.platform, dist);
  const serves = await servedBy(kubectl);
  const crossplane = await crossplaneOf(kubectl);
  insistOnVersion(crossplane, release.requirements.crossplane);
  if (facts === undefined) await insistOnFacts(kubectl, release.platform, join(dist, 'install', target));
  const account = options.account ?? crossplane.account;
  const packages = await packagesOf(kubectl);
  const redirections = await redirectionsOf(kubectl);
  const hasKinds = (await definitionsOf(kubectl, release.group)).length > 0;
  const known = { packages, redirections, hasKinds, ...(account !== undefined && { account }) };
  // It refuses a cluster that cannot take the release, before anything changes.
  fitted(bundle, { serves, ...known });
  const { dryRun = false } = options;
  const brought = await bringOperators(kubectl, dist, bundle, serves, { ...options, redirections, dryRun });
  const fit = fitted(bundle, { serves: brought.serves, ...known });
  const unhealthy = dryRun ? [] : await applyAll(kubectl, bundle, fit, facts, { ...options, redirections });
  return {
    platform: release.platform,
    version: release.version,
    target,
    flavour,
    dryRun,
    operators: brought.installed,
    commands: brought.commands,
    applied: [...fit.files.map(({ name }) => name), ...(options.facts === undefined ? [] : [options.facts])],
    skipped: fit.skipped,
    left: [...brought.left, ...fit.left],
    missing: missingKinds(bundle, dryRun ? brought.serves : await servedBy(kubectl)),
    unhealthy: [...brought.failed, ...unhealthy],
  };
}

/** Policies follow even if the package is not healthy in time, since they guard what there is. */
async function applyAll(
  kubectl: Kubectl,
  { release }: Bundle,
  { files }: Fitted,
  facts: Item | undefined,
  options: InstallOptions & Pick<Origin, 'redirections'>,
): Promise<readonly Awaited[]> {
  const at = files.findIndex(({ objects }) => objects.some(({ kind }) => kind === 'Configuration')) + 1;
  const packages = files
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => /^(Configuration|Provider)$/.test(kind));
  for (const file of files.slice(0, at - 1)) await apply(kubectl, file, options);
  if (facts !== undefined) await apply(kubectl, { name: options.facts ?? '', objects: [facts] }, options);
  for (const file of files.slice(at - 1, at)) await apply(kubectl, file, options);
  const expected = [
    ...packages.map(({ kind, spec }) => ({ kind, address: addressIn(spec) })),
    ...release.packages.slice(0, 1).map(({ repository }) => ({
      kind: 'Function',
      address: functionRepository(registryOf(repository), release.platform, release.version),
    })),
  ];
  const origin = { platform: release.platform, redirections: options.redirections };
  const unhealthy = await waitFor(
    async () => [
      ...(await packageStates(kubectl, expected, origin)),
      ...(await definitionStates(kubectl, release.group)),
    ],
    options,
  );
  for (const file of files.slice(at)) await apply(kubectl, file, options);
  return unhealthy;
}

async function apply(kubectl: Kubectl, { name, objects }: BundleFile, { report }: Waiting): Promise<void> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  // Under kubectl's own name: people go on with `kubectl apply --server-side`, and Flux takes over all that this name applied
  // (kustomize-controller v1.9.4, kustomization_controller.go:895). So no field stays that a later version drops.
  const args = ['apply', '--server-side', '--force-conflicts', '-f', '-'];
  await asked(kubectl, `${name} is not applied, nor anything after it`, args, list);
  const addresses = objects.filter(({ kind }) => kind === 'Configuration').map(({ spec }) => addressIn(spec));
  report(`${name}: applied${addresses.map((address) => `, ${address}`).join('')}`);
}

function missingKinds({ release, target }: Bundle, serves: Serves): readonly Missing[] {
  const absent = requiredKinds(release, target).filter((kind) => !serves(kind));
  const byGroup = Map.groupBy(absent, ({ apiVersion }) => groupOf(apiVersion));
  return [...byGroup].map(([group, kinds]) => ({
    group,
    kinds: kinds.map(({ kind }) => kind),
    bringer: bringerOf(release, group),
  }));
}
