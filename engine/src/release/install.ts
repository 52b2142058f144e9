/** The install bundle: what a cluster needs beside the packages, which may not carry it. */
import type { File } from '../files.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { AnyApi } from '../schema/index.ts';
import { toYaml, toYamlStream } from '../xpkg/index.ts';
import { claimRoles } from './claim-roles.ts';
import type { ComposedKind } from './composed-kinds.ts';
import { environmentSample } from './environment-sample.ts';
import { expiry } from './expiry.ts';
import { policies } from './policies.ts';
import { composeRole } from './rbac.ts';

interface Installed {
  readonly name: string;
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
}

/** The files of one target, below dist/. */
export function installFiles(
  { name: platform, group, apis }: Installed,
  functions: AnyFunctions,
  target: string,
  kinds: readonly ComposedKind[],
): File[] {
  const all = Object.values(apis);
  const sample = toYaml(environmentSample(platform, functions, target));
  const here = all.filter(({ targets }) => targets.includes(target));
  const expiring = expiry(platform, group, target, here);
  const roles = [composeRole(platform, target, kinds), ...claimRoles(platform, group, target, here)];
  return [
    { path: `install/${target}/rbac.yaml`, content: toYamlStream(roles) },
    { path: `install/${target}/policies.yaml`, content: toYamlStream(policies(platform, group, all)) },
    ...(expiring.length > 0
      ? [
          {
            path: `install/${target}/expiry.yaml`,
            content: `# Needs Kyverno 1.17 or newer.\n${toYamlStream(expiring)}`,
          },
        ]
      : []),
    {
      path: `install/${target}/environment.yaml`,
      content: `# The facts of one cluster. Every value is made up: replace it before you apply this.\n${sample}`,
    },
  ];
}
