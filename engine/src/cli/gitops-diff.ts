/** `planesmith gitops diff` shows what a switch of versions does to a cluster. */
import type { Command } from 'commander';
import { fleetOption } from './fleet-option.ts';
import { kitsOption } from './kits-option.ts';
import { print, printData, run, tell } from './session.ts';

interface Options {
  readonly cluster: string;
  readonly fleet: string;
  readonly claims?: readonly string[];
  readonly kit?: Readonly<Record<string, string>>;
}

export function gitopsDiff(group: Command): void {
  group
    .command('diff')
    .summary('show what a switch of versions does to a cluster')
    .description(
      'Shows what changes in the manifests of a cluster between two published versions, and with --claims also what the switch does to its claims.',
    )
    .argument('<old>', 'the version that it leaves')
    .argument('<new>', 'the version that it gets')
    .requiredOption('--cluster <name>', 'the cluster')
    .addOption(fleetOption())
    .option('--claims <path...>', 'files or folders with the claims of the cluster: also plans what happens to them')
    .addOption(kitsOption())
    .addHelpText('after', '\nExits with 1 if the plan has a change that may cost data or stops a claim.')
    .action(
      run(async ({ config, output }, old: string, now: string, options: Options) => {
        const [{ shownSwitch }, { changeLines }, { planText }] = await Promise.all([
          import('./shown-switch.ts'),
          import('../gitops/switch/changes.ts'),
          import('../compare/report/plan.ts'),
        ]);
        const { changes, plan } = await shownSwitch([old, now], { ...options, config });
        if (output !== 'text') await printData(output, { cluster: options.cluster, old, new: now, changes, plan });
        else print([...changeLines(changes), ...(plan === undefined ? [] : ['', ...planText(plan)])].join('\n'));
        if (changes.length === 0) tell(`${old} → ${now}: nothing changes in the manifests of ${options.cluster}`);
        if (plan === undefined) tell('the claims are not planned: name their folders with --claims');
        return plan?.fails === true ? 1 : 0;
      }),
    );
}
