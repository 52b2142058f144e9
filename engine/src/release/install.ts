/** The install bundle: what a cluster needs beside the packages, which may not carry it. */
import type { File } from '../files.ts';
import type { AnyFunctions } from '../runtime/index.ts';
import { toYaml, toYamlStream } from '../xpkg/index.ts';
import type { ComposedKind } from './composed-kinds.ts';
import { environmentSample } from './environment-sample.ts';
import { policies } from './policies.ts';
import { composeRole } from './rbac.ts';

/** The files of one target, below dist/. */
export function installFiles(
  { name: platform, group }: { readonly name: string; readonly group: string },
  functions: AnyFunctions,
  target: string,
  kinds: readonly ComposedKind[],
): File[] {
  const sample = toYaml(environmentSample(platform, functions, target));
  return [
    { path: `install/${target}/rbac.yaml`, content: toYaml(composeRole(platform, target, kinds)) },
    { path: `install/${target}/policies.yaml`, content: toYamlStream(policies(platform, group)) },
    {
      path: `install/${target}/environment.yaml`,
      content: `# The facts of one cluster. Every value is made up: replace it before you apply this.\n${sample}`,
    },
  ];
}
