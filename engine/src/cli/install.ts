/** `planesmith install` installs a release on a cluster, and waits until it serves claims. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Installed, InstallOptions } from '../install/install.ts';
import { type ClusterOptions, withCluster } from './cluster-options.ts';
import { distOf } from './dist-of.ts';
import { flavourOption } from './flavour-option.ts';
import { count, print, printData, run, tell } from './session.ts';

type Options = ClusterOptions &
  Pick<InstallOptions, 'target' | 'flavour' | 'facts' | 'account' | 'dryRun'> & { readonly helm?: string };

export function install(program: Command): void {
  const command = program
    .command('install')
    .summary('install a release on a cluster')
    .description(
      'Applies the install bundle of dist/ with kubectl, in its order, and waits until its packages are healthy and their kinds served. ' +
        'Installs the operators that the cluster lacks with Helm, by the charts of the lock. Says what else it lacks. Repeated, it changes nothing.',
    )
    .argument('[dist]', 'the folder of a release (default: dist/ beside the configuration)')
    .option('--target <target>', 'the target of the cluster (default: the only one of the release)')
    .addOption(flavourOption())
    .option('--facts <file>', 'the EnvironmentConfig of the cluster (default: the one that it has)')
    .addOption(
      new Option(
        '--account <account>',
        'the ServiceAccount of Crossplane, as namespace/name (default: that of its Deployment)',
      ).argParser(toAccount),
    )
    .option('--helm <file>', 'the program of Helm (default: the one on the PATH; without one, commands say what to do)')
    .option('--dry-run', 'change nothing, and say what would be done');
  withCluster(command).action(
    run(async ({ config, output }, given: string | undefined, options: Options) => {
      const [{ install: installed }, { kubectlOf }, { helmOf }] = await Promise.all([
        import('../install/install.ts'),
        import('../install/kubectl.ts'),
        import('../install/helm.ts'),
      ]);
      const { context, kubeconfig, timeout, helm: program, ...rest } = options;
      const reach = { ...(context !== undefined && { context }), ...(kubeconfig !== undefined && { kubeconfig }) };
      const waiting = { seconds: timeout, report: (sentence: string) => tell(`  ${sentence}`) };
      const helm = await helmOf(reach, program);
      const how = { ...rest, ...waiting, ...(helm !== undefined && { helm }) };
      const result = await installed(kubectlOf(reach), await distOf(config, given), how);
      if (output === 'text') print(textOf(result));
      else await printData(output, result);
      return result.unhealthy.length + result.skipped.length === 0 ? 0 : 1;
    }),
  );
}

function textOf(result: Installed): string {
  const { platform, version, target, flavour, operators, commands, applied, skipped, left, missing, unhealthy } =
    result;
  const done = result.dryRun ? 'would be ' : '';
  return [
    ...operators.map((operator) => `${done}installed: operator ${operator}`),
    ...left.map(({ what, reason }) => `left alone: ${what} ${reason}`),
    ...missing.map(({ group, kinds, bringer }) => `missing: ${group} (${kinds.join(', ')})${bringer}`),
    ...commands.map((command) => `to install: ${command}`),
    ...skipped.map(({ what, reason }) => `not applied: ${what}: ${reason}`),
    ...unhealthy.map(({ what, lacks }) => `not healthy: ${what}: ${lacks}`),
    `${platform} ${version} for ${target} (${flavour}): ${count(applied.length, 'file')} ${done}applied, ` +
      `${skipped.length} not applied, ${unhealthy.length} not healthy`,
  ].join('\n');
}

function toAccount(text: string): string {
  if (/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9.-]*$/.test(text)) return text;
  throw new InvalidArgumentError('It is a namespace and a name, such as crossplane-system/crossplane.');
}
