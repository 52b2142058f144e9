/** `planesmith plan` shows what the platform in this folder would do to claims that exist. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type PlannedKind, plannedKinds, usualFailures } from '../compare/plan.ts';
import { flavourOption } from './flavour-option.ts';
import type { PlanOptions } from './planned-claims.ts';
import { print, printData, run } from './session.ts';

interface Options extends PlanOptions {
  readonly as?: 'markdown';
}

export function plan(program: Command): void {
  program
    .command('plan')
    .summary('show what the next release does to claims that exist')
    .description(
      'Plans the claims in files and folders, such as checkouts of app repositories: what changes if the platform in this folder takes over from the release in use.',
    )
    .argument('<path...>', 'files or folders with claims')
    .option(
      '--against <kit>',
      'the kit of the release in use: a folder, a tarball, the dist/ of a build or an OCI reference',
    )
    .option('--live <file>', 'claims and composed objects of the cluster, from `kubectl get -o yaml`')
    .option(
      '--environment <name>',
      'the environment of the cluster: a file, or the name of one (default: the first that has what the target needs; local comes first)',
    )
    .option('--target <target>', 'the target of the cluster (default: as a cluster with the first package chooses it)')
    .addOption(flavourOption())
    .addOption(
      new Option('--fail-on <kinds>', `exits with 1 for these: ${plannedKinds.join(', ')}, or none`)
        .argParser(toKinds)
        .default(usualFailures, usualFailures.join(',')),
    )
    .addOption(new Option('--as <form>', 'prints the plan in another form').choices(['markdown']))
    .addHelpText(
      'after',
      '\nGive --against, --live or both. Exits with 1 for a change that --fail-on names, with 2 if something cannot be read.',
    )
    .action(
      run(async ({ config, output }, paths: string[], { as, ...options }: Options) => {
        const [{ loadPlatform }, { plannedClaims }, { planMarkdown, planText }] = await Promise.all([
          import('./load-platform.ts'),
          import('./planned-claims.ts'),
          import('../compare/report/plan.ts'),
        ]);
        const planned = await plannedClaims(await loadPlatform(config), paths, options);
        if (as === 'markdown') print(planMarkdown(planned));
        else if (output === 'text') print(planText(planned).join('\n'));
        else await printData(output, planned);
        return planned.fails ? 1 : 0;
      }),
    );
}

function toKinds(text: string): readonly PlannedKind[] {
  if (text === 'none') return [];
  return text.split(',').map((word) => {
    const kind = plannedKinds.find((known) => known === word);
    if (kind === undefined) throw new InvalidArgumentError(`"${word}" is none of ${plannedKinds.join(', ')}.`);
    return kind;
  });
}
