/** Builds the install bundle: objects that a cluster needs and that packages cannot contain. */
import type { AnyFunctions } from '../authoring/index.ts';
import type { File } from '../files.ts';
import { loading } from '../platform/loading.ts';
import type { AnyApi } from '../schema/index.ts';
import type { Install, InstallContext } from '../synth/install.ts';
import { toYaml } from '../xpkg/index.ts';
import { chartFile } from './chart-file.ts';
import { claimRoles } from './claim-roles.ts';
import { type ComposedKind, composedKinds } from './composed-kinds.ts';
import { environmentPolicies } from './environment-policy.ts';
import { environmentSample } from './environment-sample.ts';
import { limitPolicies } from './limits.ts';
import { namespaceReader } from './namespace-team.ts';
import { defaultAccount, guardContext, policies, type PolicySettings } from './policies.ts';
import { composeRole } from './rbac.ts';
import { environmentNode } from './schemas.ts';
import { runtime, type RuntimeSettings } from './runtime.ts';

interface Installed extends PolicySettings, RuntimeSettings {
  readonly apis: Readonly<Record<string, AnyApi>>;
}

interface Bundle {
  readonly target: string;
  readonly functions: AnyFunctions;
  readonly kinds: readonly ComposedKind[];
  /** The charts that the platform adds. */
  readonly install: Install;
}

/** The files of one target, with paths relative to dist/: those of the engine, and one for each chart of the platform. */
export async function installFiles(
  installed: Installed,
  { target, functions, kinds, install }: Bundle,
): Promise<File[]> {
  const { name: platform, version, group, apis, crossplaneAccount = defaultAccount } = installed;
  const [namespace = ''] = crossplaneAccount.split('/');
  const all = Object.values(apis);
  const here = all.filter(({ targets }) => targets.includes(target));
  const limits = limitPolicies(here, environmentNode(functions), guardContext(installed));
  const context: InstallContext = { platform, group, target, apis: here, limits };
  const added = Object.entries(install[target] ?? {}).map(([name, fill]) =>
    loading(`the chart ${name} of install.${target}`, async () =>
      chartFile(target, name, (chart) => fill(chart, context)),
    ),
  );
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
    ...chartFile(target, 'policies', (chart) =>
      policies(chart, installed, all, {
        composed: kindsAnywhere(all, functions),
        environment: environmentNode(functions),
      }),
    ),
    {
      path: `install/${target}/environment.yaml`,
      content: `# The facts of one cluster. Every value is made up: replace it before you apply this.\n${toYaml(environmentSample(platform, functions, target))}`,
    },
    ...(await Promise.all(added)).flat(),
  ];
}

/** What the functions compose on any target: the policies are the same on all of them. */
function kindsAnywhere(apis: readonly AnyApi[], functions: AnyFunctions): ComposedKind[] {
  return [...new Set(apis.flatMap(({ targets }) => targets))].flatMap((target) => composedKinds(functions, target));
}
