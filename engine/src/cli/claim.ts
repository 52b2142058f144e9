/** `planesmith claim` prints a claim to start from. */
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { print, printData, run } from './session.ts';

export function claim(program: Command): void {
  program
    .command('claim')
    .summary('print a minimal claim')
    .description(
      'Prints the shortest claim of a kind, for an editor that completes the rest. CHANGE-ME stands for what only you know.',
    )
    .argument('<kind>', 'such as Database; its plural or short name works too')
    .argument('<name>', 'of the claim')
    .option(
      '-n, --namespace <namespace>',
      'of the claim; left out by default, so kubectl or the GitOps controller decides',
    )
    .action(
      run(async ({ config, output }, kind: string, name: string, { namespace }: { namespace?: string }) => {
        const [{ loadPlatform }, { claimText, findApi, minimalClaim, schemaFile }] = await Promise.all([
          import('./load-platform.ts'),
          import('../scaffold/minimal.ts'),
        ]);
        const { platform, root } = await loadPlatform(config);
        const api = findApi(kind, platform);
        const object = minimalClaim(api, platform, name, namespace);
        const folder = platform.schemas ?? relative('', join(root, 'dist', 'schemas'));
        if (output !== 'text') await printData(output, object);
        else print(`# yaml-language-server: $schema=${folder}/${schemaFile(api)}\n${claimText(object)}`);
        return 0;
      }),
    );
}
