/** `planesmith claim` prints a claim to start from. */
import type { Command } from 'commander';
import { print, printData, run, tell } from './session.ts';

export function claim(program: Command): void {
  program
    .command('claim')
    .summary('print a minimal claim')
    .description(
      'Prints the shortest claim of a kind, for an editor that completes the rest. Its own name stands for names that only you know.',
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
        const loaded = await loadPlatform(config);
        const { platform } = loaded;
        const api = findApi(kind, platform);
        const object = minimalClaim(api, platform, name, namespace);
        if (output !== 'text') await printData(output, object);
        else if (platform.schemas === undefined) {
          tell(
            `without a line for editors: ${loaded.config} does not say, as \`schemas\`, where dist/schemas is published`,
          );
          print(claimText(object));
        } else print(`# yaml-language-server: $schema=${platform.schemas}/${schemaFile(api)}\n${claimText(object)}`);
        return 0;
      }),
    );
}
