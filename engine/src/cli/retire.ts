/** `planesmith retire` says which claims use an old release, and removes what none uses. */
import { type Command, InvalidArgumentError } from 'commander';
import { isVersion } from '../compare/version.ts';
import { UserError } from '../errors.ts';
import { oneLine } from './printable.ts';
import { count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly dump?: string;
  readonly remove: boolean;
}

export function retire(program: Command): void {
  program
    .command('retire')
    .summary('say which claims still use a release, and remove what none uses')
    .description(
      'Looks in a cluster for the revisions of Compositions of a release and for the claims that have one of them or were last answered by it. ' +
        'With --remove it removes the revisions, the Function and the rights of a release that nothing uses. It uses kubectl, with its rights.',
    )
    .argument('<version>', 'of the old release', toVersion)
    .option('--context <name>', 'the context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: as kubectl finds it)')
    .option('--dump <file>', 'objects of the cluster, from `kubectl get -o yaml`, in place of the cluster')
    .option('--remove', 'removes what nothing uses', false)
    .addHelpText('after', '\nExits with 1 if a claim uses the release: then nothing is removed.')
    .action(
      run(async ({ config, output }, version: string, { dump, remove, ...reach }: Options) => {
        if (dump !== undefined && remove) {
          throw new UserError('nothing can be removed from a dump', { hint: 'leave out --dump, or --remove' });
        }
        const [{ loadPlatform }, { clusterObjects }, { releaseInCluster }, { removeParts }, { kubectlOf }] =
          await Promise.all([
            import('./load-platform.ts'),
            import('./cluster-objects.ts'),
            import('../retire/release-in-cluster.ts'),
            import('../retire/remove.ts'),
            import('../install/kubectl.ts'),
          ]);
        const { platform } = await loadPlatform(config);
        const kubectl = kubectlOf(reach);
        const objects = await clusterObjects(dump ?? kubectl, platform.group);
        const { uses, parts } = releaseInCluster(objects, platform.name, version);
        const isRemoved = remove && uses.length === 0;
        if (isRemoved) await removeParts(kubectl, parts, ({ resource, name }) => tell(`removed ${resource} ${name}`));
        if (output !== 'text') await printData(output, { version, uses, parts, removed: isRemoved });
        else if (uses.length > 0) print(uses.map(oneLine).join('\n'));
        else if (!isRemoved) print(parts.map(({ resource, name }) => `${resource} ${name}`).join('\n'));
        if (uses.length > 0) tell(`${version} is in use by ${count(uses.length, 'claim')}: nothing is removed`);
        else if (isRemoved) tell(`${version} is gone: ${count(parts.length, 'object')}`);
        else tell(`no claim uses ${version}: --remove removes ${count(parts.length, 'object')}`);
        return uses.length === 0 ? 0 : 1;
      }),
    );
}

function toVersion(text: string): string {
  if (isVersion(text)) return text;
  throw new InvalidArgumentError('It is no version of a release, such as 0.1.0.');
}
