/** `planesmith preflight` says whether a cluster has what the platform needs. */
import type { Command } from 'commander';
import type { Reach } from '../install/kubectl.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options extends Reach {
  readonly target?: string;
  readonly dump?: string;
  readonly paths?: true;
}

export function preflight(program: Command): void {
  program
    .command('preflight')
    .summary('say whether a cluster has what the platform needs')
    .description(
      'Looks at a cluster through kubectl, or at a dump of it: Kubernetes and Crossplane, your rights, operators and providers with their kinds, identities, storage, network and environment. It changes nothing.',
    )
    .option('--context <name>', 'the context of kubectl (default: the present one)')
    .option('--kubeconfig <file>', 'the file that names the cluster (default: as kubectl finds it)')
    .option('--target <target>', 'the target of the cluster (default: the first one of the first package)')
    .option('--dump <path>', 'a folder or JSON file with the answers of the API server, in place of a cluster')
    .option('--paths', 'only prints the paths of the API server that it asks, to dump them')
    .addHelpText('after', '\nExits with 1 if a check fails. What could not be found out is unknown, and fails nothing.')
    .action(
      run(async ({ config, output }, { target, dump, paths: onlyPaths, ...reach }: Options) => {
        const [{ loadPlatform }, { lockIn }, checks] = await Promise.all([
          import('./load-platform.ts'),
          import('../lock/index.ts'),
          import('../preflight/index.ts'),
        ]);
        const { platform, root } = await loadPlatform(config);
        const needs = await checks.clusterNeeds(platform, lockIn(root), target);
        const paths = checks.pathsOf(needs);
        if (onlyPaths === true) {
          print(paths.join('\n'));
          return 0;
        }
        const texts = dump === undefined ? await checks.askCluster(paths, reach) : checks.readDump(dump);
        const results = checks.preflight(needs, checks.answersIn(texts));
        if (output === 'text') print(results.map(checks.checkLine).join('\n'));
        else await printData(output, results);
        const of = (result: string) => results.filter((check) => check.result === result);
        for (const check of of('fail')) annotate({ message: checks.checkLine(check) });
        tell(
          `target ${needs.target}: ${count(results.length, 'check')}, ${of('fail').length} failed, ${of('unknown').length} unknown`,
        );
        return of('fail').length > 0 ? 1 : 0;
      }),
    );
}
