/** `planesmith promote` moves the pointer of a cluster to a version that has proven itself, or back. */
import type { Command } from 'commander';
import { kitsOption } from './kits-option.ts';
import { oneLine } from './printable.ts';
import { annotate, print, printData, run, tell } from './session.ts';

interface Options {
  readonly cluster: string;
  readonly fleet: string;
  readonly claims?: readonly string[];
  readonly kit?: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
}

export function promote(program: Command): void {
  program
    .command('promote')
    .summary('move a cluster to a version that has proven itself')
    .description(
      'Moves the pointer of a cluster in a fleet, if the version meets what promotion.yaml asks for, and writes the evidence beside it. ' +
        'An earlier version that ran there before is a rollback, which waits for nothing.',
    )
    .argument('<version>', 'a version in versions/ of the fleet')
    .requiredOption('--cluster <name>', 'the cluster that gets it')
    .option('--fleet <folder>', 'the folder with clusters/ and versions/', 'gitops')
    .option('--claims <path...>', 'files or folders with the claims of the cluster: also plans what happens to them')
    .addOption(kitsOption())
    .option('--dry-run', 'only says what would be decided', false)
    .addHelpText('after', '\nExits with 1 if the version is refused: then no file is changed.')
    .action(
      run(async ({ config, output }, version: string, { dryRun, ...options }: Options) => {
        const [{ decidePromotion }, { writeChange }] = await Promise.all([
          import('./decided-promotion.ts'),
          import('../promote/change.ts'),
        ]);
        const { fleet: folder, cluster } = options;
        const decided = await decidePromotion(version, { ...options, config });
        const { from, what, proofs, files, plan, isThere } = decided;
        if (output === 'text') {
          if (plan !== undefined) print(plan.join('\n'));
          for (const { proof, verdict, says } of proofs) print(oneLine(`${verdict.padEnd(7)}  ${proof}: ${says}`));
        } else await printData(output, { cluster, version, from, what, allowed: decided.allowed, proofs });
        for (const { proof, verdict, says, remedy } of proofs) {
          if (verdict !== 'refused') continue;
          tell(oneLine(`refused: ${proof}: ${says}`));
          tell(oneLine(`  hint: ${remedy}`));
          annotate({ message: `${version} for ${cluster}: ${says}` });
        }
        if (!decided.allowed) return 1;
        if (isThere) tell(`${cluster} has ${version} already, with its evidence: nothing to write`);
        else if (dryRun) tell(`${cluster} would get ${version}: nothing was written`);
        else {
          await writeChange(folder, files);
          tell(
            `${cluster}: ${from} → ${version} (${what}). Commit ${files.map(({ path }) => `${folder}/${path}`).join(' and ')}`,
          );
        }
        return 0;
      }),
    );
}
