/** `planesmith uninstall` removes a platform from a cluster that has no claims of it any more. */
import type { Command } from 'commander';
import type { Uninstalled } from '../install/uninstall.ts';
import { type ClusterOptions, withCluster } from './cluster-options.ts';
import { distOf } from './dist-of.ts';
import { count, print, printData, run, tell } from './session.ts';

/** Longer lists are for `kubectl get`. */
const most = 20;

export function uninstall(program: Command): void {
  const command = program
    .command('uninstall')
    .summary('remove the platform from a cluster')
    .description(
      'Removes the packages of the platform in dist/, its kinds, and the objects of its install bundles. ' +
        'Removes nothing as long as a claim lives: with its kind the API server would delete it, retained or not.',
    )
    .argument('[dist]', 'the folder of a release (default: dist/ beside the configuration)');
  withCluster(command).action(
    run(async ({ config, output }, given: string | undefined, options: ClusterOptions) => {
      const [{ uninstall: uninstalled }, { kubectlOf }] = await Promise.all([
        import('../install/uninstall.ts'),
        import('../install/kubectl.ts'),
      ]);
      const { context, kubeconfig, timeout } = options;
      const reach = { ...(context !== undefined && { context }), ...(kubeconfig !== undefined && { kubeconfig }) };
      const waiting = { seconds: timeout, report: (sentence: string) => tell(`  ${sentence}`) };
      const result = await uninstalled(kubectlOf(reach), await distOf(config, given), waiting);
      if (output === 'text') print(textOf(result));
      else await printData(output, result);
      if (result.live.length > 0) tell('  hint: delete them first, and wait until they are gone; nothing was removed');
      return result.live.length === 0 ? 0 : 1;
    }),
  );
}

function textOf({ platform, live, removed, left }: Uninstalled): string {
  if (live.length > 0) {
    const more = live.length > most ? [`and ${live.length - most} more`] : [];
    return [`${count(live.length, 'claim')} of ${platform} in use:`, ...live.slice(0, most), ...more].join('\n');
  }
  const kept = left.map((what) => `left: ${what}, since others may use its kinds`);
  return [...kept, `${platform} is removed: ${count(removed.length, 'object')}`].join('\n');
}
