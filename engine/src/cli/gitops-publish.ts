/** `planesmith gitops publish` adds a version to a fleet. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { collect } from './collect.ts';
import { distOf } from './dist-of.ts';
import { fleetOption } from './fleet-option.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly fleet: string;
  readonly target: readonly string[];
  readonly notForRelease: boolean;
}

export function gitopsPublish(group: Command): void {
  group
    .command('publish')
    .summary('add a version to a fleet')
    .description(
      'Writes versions/<version>/ of a fleet: the packages by digest, and what clusters need besides. It never changes again.',
    )
    .argument('[dist]', 'the folder of a release (default: dist/ beside the configuration)')
    .addOption(fleetOption())
    .option('--target <target>', 'publish for this target only (repeat for more)', collect, [])
    .option('--not-for-release', 'publish also what holds the libraries of the machine that built it', false)
    .addHelpText('after', '\nExits with 1 if the version is published with other bytes.')
    .action(
      run(async ({ config, output }, given: string | undefined, { fleet, target, notForRelease }: Options) => {
        const [{ publicationOf }, { writtenIn }, { writeTree }] = await Promise.all([
          import('../gitops/publish/publish.ts'),
          import('../gitops/publish/written.ts'),
          import('../files.ts'),
        ]);
        const dist = await distOf(config, given);
        const targets = target.length === 0 ? {} : { targets: target };
        const publication = await publicationOf(dist, { notForRelease, ...targets });
        const folder = join(fleet, 'versions', publication.version);
        const { exists, differing } = await writtenIn(fleet, publication);
        if (differing.length === 0 && !exists) await writeTree(folder, publication.files);
        const paths = publication.files.map(({ path }) => path).toSorted();
        const result = { version: publication.version, folder, published: !exists, differing, files: paths };
        if (output === 'text')
          print(differing.length > 0 ? differing.map((path) => join(folder, path)).join('\n') : folder);
        else await printData(output, result);
        if (differing.length > 0) {
          const message = `${folder} is published with other bytes, and a published version never changes`;
          annotate({ message });
          tell(`${message}: nothing was written`);
          tell('  hint: set the next version in package.json, build again, and publish that');
          return 1;
        }
        tell(
          exists ? `${publication.version} is there already, byte for byte` : `${count(paths.length, 'file')} written`,
        );
        return 0;
      }),
    );
}
