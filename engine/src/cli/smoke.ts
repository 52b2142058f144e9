/** `planesmith smoke` tries a claim of each API in a cluster. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { oneLine } from './printable.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly timeout: number;
  readonly namespace: string;
  readonly claims?: readonly string[];
  readonly cluster?: string;
  readonly fleet: string;
}

export function smoke(program: Command): void {
  program
    .command('smoke')
    .summary('try a claim of each API in a cluster')
    .description(
      'Makes the smallest claim of each API in a namespace of its own, waits until all are Ready, looks at their Secrets, logs in to what they name if this machine reaches it, ' +
        'and removes everything. It uses kubectl, with its rights.',
    )
    .option('--context <name>', 'the context of the kubeconfig (default: the current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: as kubectl finds it)')
    .option('-n, --namespace <name>', 'the namespace to make and to remove', 'planesmith-smoke')
    .option('--claims <path...>', 'files or folders with claims to try in place of the smallest ones')
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait until all are Ready, and again until all are gone')
        .argParser(toSeconds)
        .default(900),
    )
    .option('--cluster <name>', 'the cluster in the fleet: writes the result there, for promote')
    .option('--fleet <folder>', 'the folder with clusters/ and versions/', 'gitops')
    .addHelpText('after', '\nExits with 1 if a claim fails, or is not removed.')
    .action(
      run(async ({ config, output }, options: Options) => {
        const { trySmoke } = await import('./tried-smoke.ts');
        const { result, file } = await trySmoke(config, options);
        if (output !== 'text') await printData(output, result);
        else for (const { kind, result: how, says } of result.claims) print(oneLine(`${how}  ${kind}: ${says}`));
        for (const { kind, result: how, says } of result.claims)
          if (how === 'failed') annotate({ message: `${kind}: ${says}` });
        const failed = result.claims.filter((each) => each.result === 'failed').length;
        tell(`${count(result.claims.length, 'API')} of release ${result.version}, ${failed} failed`);
        if (file !== undefined) tell(`the result is in ${file}: commit it for planesmith promote`);
        return result.passed ? 0 : 1;
      }),
    );
}

function toSeconds(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of seconds.');
}
