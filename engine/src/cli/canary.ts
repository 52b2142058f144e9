/** `planesmith canary` has a percentage of the claims of a cluster follow a pre-release, or says which follow it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { canaryTable, conclusion, movedLine, namespaceLines, notMovedLines } from './canary-report.ts';
import { annotate, print, printData, run, tell } from './session.ts';

interface Options {
  readonly percent?: number;
  readonly channel: string;
  readonly api?: readonly string[];
  readonly namespace?: readonly string[];
  readonly dryRun: boolean;
  readonly context?: string;
  readonly kubeconfig?: string;
}

export function canary(program: Command): void {
  program
    .command('canary')
    .summary('have a percentage of the claims follow a pre-release')
    .description(
      'Puts a percentage of the claims in a cluster into the channel of a pre-release, and the others back into that of releases. ' +
        'Without --percent it says which channel, revision and release each claim has. It uses kubectl, with its rights.',
    )
    .addOption(
      new Option('--percent <number>', 'how many of a hundred claims follow it; 0 ends it').argParser(toPercent),
    )
    .option('--channel <name>', 'the channel of the pre-release', 'canary')
    .option('--api <kind...>', 'only claims of these APIs, and what is composed for them (default: all APIs)')
    .option('-n, --namespace <name...>', 'only claims of these namespaces (default: all namespaces)')
    .option('--dry-run', 'has the API server judge every change, and makes none', false)
    .option('--context <name>', 'the context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: as kubectl finds it)')
    .addHelpText('after', '\nExits with 1 if the API server refuses some of the changes.')
    .action(
      run(async ({ config, output }, { channel, percent, api, namespace, dryRun, ...reach }: Options) => {
        if (dryRun && percent === undefined) {
          throw new UserError('--dry-run needs a change to judge', { hint: 'name it with --percent' });
        }
        const [{ loadPlatform }, { canary: moved }, { kubectlOf }] = await Promise.all([
          import('./load-platform.ts'),
          import('../canary/canary.ts'),
          import('../install/kubectl.ts'),
        ]);
        const { platform } = await loadPlatform(config);
        const result = await moved(kubectlOf(reach), {
          ...channelsOf(platform, channel),
          group: platform.group,
          percent,
          apis: api,
          namespaces: namespace,
          dryRun,
          report: (claim) => (output === 'text' ? print(movedLine(claim)) : undefined),
        });
        if (output !== 'text') await printData(output, result);
        else if (percent === undefined) print(canaryTable(result.claims));
        for (const line of [...namespaceLines(result), ...notMovedLines(result)]) tell(line);
        for (const { kind, name, says } of result.refused) annotate({ message: `${kind} ${name}: ${says}` });
        tell(conclusion(result));
        return result.refused.length === 0 ? 0 : 1;
      }),
    );
}

function channelsOf({ name, channel: usual }: Platform, canaryName: string) {
  if (usual === undefined) {
    throw new UserError(`the platform ${name} has no channels: each claim follows the newest release`, {
      hint: "set channel: 'stable' in its configuration, and install a release with it",
    });
  }
  if (usual === canaryName) {
    throw new UserError(`${usual} is the channel of releases`, {
      hint: 'name that of a pre-release, such as canary of 0.2.0-canary.1',
    });
  }
  return { usual, canary: canaryName };
}

function toPercent(text: string): number {
  if (/^(100|[1-9]?\d)$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 0 to 100.');
}
