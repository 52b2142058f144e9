/** `planesmith bundle` gathers a release and all that it needs, for a cluster behind an air gap. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { distOf } from './dist-of.ts';
import { gatherProgress } from './gather-progress.ts';
import { humanSize } from './packages.ts';
import { print, printData, run, tell } from './session.ts';

interface Options {
  readonly airgap: boolean;
  readonly dist?: string;
  readonly since?: string;
  readonly to?: string;
  readonly unsigned: boolean;
  readonly notForRelease: boolean;
}

export function bundle(program: Command): void {
  program
    .command('bundle')
    .summary('gather a release and all that it needs, for an air gap')
    .description(
      'Writes the packages of a release and everything in its lock into one OCI image layout, which `planesmith push` loads into a ' +
        'registry behind an air gap.',
    )
    .argument('<folder>', 'a folder that is empty or does not exist')
    .option('--airgap', 'take all that the lock pins, too: the only kind of bundle', false)
    .option('--dist <folder>', 'the folder of the release (default: dist/ beside the configuration)')
    .option('--since <bundle>', 'an earlier bundle, or its bundle.json: what it has is left out')
    .option('--to <registry>', 'the inner registry: writes ImageConfigs by which Crossplane pulls from there')
    .option('--unsigned', 'leave out what the registry has attached to the packages of the release', false)
    .option('--not-for-release', 'take also what holds the libraries of the machine that built it', false)
    .action(
      run(async ({ config, output }, folder: string, { airgap, dist: given, ...options }: Options) => {
        if (!airgap) throw new UserError('say --airgap: it is the only kind of bundle');
        const { bundleAirgap } = await import('../release/airgap/bundle.ts');
        const progress = gatherProgress(process.stderr);
        const dist = await distOf(config, given);
        const bundled = await bundleAirgap(dist, {
          ...options,
          folder,
          report: progress.report,
        }).finally(progress.end);
        const { entries, size, leftOut } = bundled;
        if (output !== 'text') await printData(output, bundled);
        else print(entries.map(({ kind, reference, digest }) => `${kind}  ${reference}  ${digest}`).join('\n'));
        const left = leftOut.blobs === 0 ? '' : `; ${humanSize(leftOut.size)} left to the earlier bundle`;
        tell(`${folder}: ${entries.length} of the release and its lock, ${humanSize(size)}${left}`);
        return 0;
      }),
    );
}
