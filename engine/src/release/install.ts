/** Builds the install bundle: objects that a cluster needs and that packages cannot contain. */
import type { AnyFunctions } from '../authoring/index.ts';
import type { File } from '../files.ts';
import { emptyLock, type Lock } from '../lock/index.ts';
import { loading } from '../platform/loading.ts';
import type { Package } from '../platform/package.ts';
import { type AnyApi, type Flavour, flavours } from '../schema/index.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { Install, InstallContext, Operators } from '../synth/install.ts';
import { toYaml } from '../xpkg/index.ts';
import { chartFile, chartObjects, objectsFile } from './chart-file.ts';
import { claimRoles } from './claim-roles.ts';
import { type ComposedKind, composedKinds } from './composed-kinds.ts';
import { environmentPolicies } from './environment-policy.ts';
import { environmentSample } from './environment-sample.ts';
import { limitPolicies } from './limits.ts';
import { imageVerification, type SignedPlatform } from './image-verification.ts';
import { activation, configurations, providerPins, providers, type PublishedPackage } from './install-packages.ts';
import { groupsIn, operatorsFile } from './install-operators.ts';
import { installable } from './installable.ts';
import { kustomization } from './install-order.ts';
import { namespaceReader } from './namespace-team.ts';
import { defaultAccount, guardContext, policies, type PolicySettings } from './policies.ts';
import { composeRole } from './rbac.ts';
import { environmentNode } from './schemas.ts';
import { runtime, type RuntimeSettings } from './runtime.ts';

interface Installed extends Omit<PolicySettings, 'packages' | 'providers'>, RuntimeSettings, SignedPlatform {
  readonly apis: Readonly<Record<string, AnyApi>>;
  readonly registry: string;
  readonly packages: readonly Package[];
}

interface Bundle {
  readonly target: string;
  readonly functions: AnyFunctions;
  readonly kinds: readonly ComposedKind[];
  /** The charts that the platform adds. */
  readonly install: Install;
  /** How it has operators installed. */
  readonly operators: Operators;
  readonly lock: Lock | undefined;
  /** The packages of this build, which may be some of the platform's. */
  readonly published: readonly PublishedPackage[];
}

/** The files of one target, with paths relative to dist/: those of the engine, and one for each chart of the platform. */
export async function installFiles(installed: Installed, bundle: Bundle): Promise<File[]> {
  const { target, functions, lock = emptyLock } = bundle;
  const before = filesBefore(installed, bundle);
  const packages = flavours
    .map((flavour) => packageFile(installed, bundle, flavour))
    .filter((file) => file !== undefined);
  const after = await filesAfter(installed, bundle);
  const groups = [...bundle.kinds.map(({ apiVersion }) => groupOf(apiVersion)), ...groupsIn(after)];
  const sample = toYaml(environmentSample(installed.name, functions, target));
  return [
    ...before,
    ...packages,
    ...after,
    ...operatorsFile(target, lock, groups, bundle.operators),
    {
      path: `install/${target}/environment.yaml`,
      content: `# The facts of one cluster. Every value is made up: replace it before you apply this.\n${sample}`,
    },
    kustomization(target, [...before, ...packages.slice(0, 1), ...after]),
  ];
}

/** What is applied before the package. It is of kinds that Kubernetes and Crossplane have themselves. */
function filesBefore(installed: Installed, { target, functions, kinds, lock }: Bundle): File[] {
  const { name: platform, version, group, crossplaneAccount = defaultAccount } = installed;
  const [namespace = ''] = crossplaneAccount.split('/');
  const here = apisOn(installed, target);
  const pins = providerPins(lock, kinds);
  return [
    ...chartFile(target, 'rbac', (chart) => {
      composeRole(chart, { platform, version }, target, kinds);
      claimRoles(chart, platform, group, target, here);
      namespaceReader(chart, platform, target, here);
    }),
    ...chartFile(target, 'runtime', (chart) => runtime(chart, installed, namespace)),
    ...chartFile(target, 'environment-policies', (chart) =>
      environmentPolicies(chart, guardContext(installed), environmentNode(functions)),
    ),
    ...chartFile(target, 'image-config', (chart) => imageVerification(chart, installed, namespace)),
    ...chartFile(target, 'activation', (chart) => activation(chart, `${platform}-${target}`, pins, kinds)),
    ...chartFile(target, 'providers', (chart) => providers(chart, platform, pins)),
  ];
}

/** The Configurations of a cluster in this flavour: `package.yaml`, or `package-claims.yaml` beside it. */
function packageFile(installed: Installed, { target, published }: Bundle, flavour: Flavour): File | undefined {
  const known = new Map(published.map((each) => [each.name, each]));
  const built = installed.packages.filter(({ name }) => known.has(name));
  const chosen = installable(built, { target, flavour }).flatMap(({ name }) => known.get(name) ?? []);
  const name = flavour === 'namespaced' ? 'package' : `package-${flavour}`;
  return chartFile(target, name, (chart) => configurations(chart, installed, chosen))[0];
}

/** What is applied after the package: policies name its kinds, and those of the Providers. */
async function filesAfter(installed: Installed, { target, functions, install, lock }: Bundle): Promise<File[]> {
  const all = Object.values(installed.apis);
  const composed = kindsAnywhere(all, functions);
  const settings = { ...installed, providers: providerPins(lock, composed) };
  const added = addedCharts(installed, { target, functions, install }).map(({ name, objects }) =>
    loading(`the chart ${name} of install.${target}`, async () => objectsFile(target, name, objects())),
  );
  return [
    ...chartFile(target, 'policies', (chart) =>
      policies(chart, settings, all, { composed, environment: environmentNode(functions) }),
    ),
    ...(await Promise.all(added)).flat(),
  ];
}

/** A chart that the platform adds. `objects` runs its code. */
interface AddedChart {
  readonly name: string;
  readonly objects: () => object[];
}

/** The charts that the platform adds on a target. */
export function addedCharts(
  installed: Omit<PolicySettings, 'providers'> & Pick<Installed, 'apis'>,
  { target, functions, install }: Pick<Bundle, 'target' | 'functions' | 'install'>,
): readonly AddedChart[] {
  const { name: platform, group } = installed;
  const apis = apisOn(installed, target);
  const composed = kindsAnywhere(Object.values(installed.apis), functions);
  const limits = limitPolicies(apis, composed, environmentNode(functions), guardContext(installed));
  const context: InstallContext = { platform, group, target, apis, limits };
  return Object.entries(install[target] ?? {}).map(([name, fill]) => ({
    name,
    objects: () => chartObjects(name, (chart) => fill(chart, context)),
  }));
}

function apisOn({ apis }: Pick<Installed, 'apis'>, target: string): readonly AnyApi[] {
  return Object.values(apis).filter(({ targets }) => targets.includes(target));
}

/** What the functions compose on any target: the policies are the same on all of them. */
function kindsAnywhere(apis: readonly AnyApi[], functions: AnyFunctions): ComposedKind[] {
  return [...new Set(apis.flatMap(({ targets }) => targets))].flatMap((target) => composedKinds(functions, target));
}
