/** `planesmith gitops build` writes what the controllers of each cluster are given. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly out: string;
  readonly cluster?: string;
}

export function gitopsBuild(group: Command): void {
  group
    .command('build')
    .summary('write the objects of Argo CD and Flux for each cluster')
    .description(
      'Writes a folder for each cluster of a fleet, with the objects of Argo CD and of Flux that sync the platform and the claims of its applications.',
    )
    .argument('[fleet]', 'the folder with clusters/ and versions/', 'gitops')
    .option('--out <folder>', 'where to write, in place of all that is there', 'dist/gitops')
    .option('--cluster <name>', 'writes the folder of this cluster only')
    .action(
      run(async ({ output }, fleet: string, { out, cluster }: Options) => {
        const [{ readFleet }, { gitopsFiles }, { writeTree }] = await Promise.all([
          import('../gitops/fleet/index.ts'),
          import('../gitops/bundle/bundle.ts'),
          import('../files.ts'),
        ]);
        const files = gitopsFiles(await readFleet(fleet), cluster);
        if (cluster === undefined) await writeTree(out, files);
        else {
          const own = files.map(({ path, content }) => ({ path: path.slice(cluster.length + 1), content }));
          await writeTree(join(out, cluster), own);
        }
        const paths = files.map(({ path }) => join(out, path));
        if (output === 'text') print(paths.join('\n'));
        else await printData(output, { out, files: paths });
        tell(`${count(files.length, 'file')} written`);
        return 0;
      }),
    );
}
