/** `planesmith validate`: the API server's verdict on claims, before they reach one. */
import { type Command, Option } from 'commander';
import type { Judgement } from '../judge/judge.ts';
import { UserError } from '../errors.ts';
import type { Flavour } from '../schema/index.ts';
import { printData, run } from './session.ts';

interface Options {
  readonly strict: boolean;
  readonly values?: string;
  readonly flavour: Flavour;
}

export function validate(program: Command): void {
  program
    .command('validate')
    .summary('check claims as the API server does')
    .description('Checks claims as the API server does. Documents of other kinds are counted and ignored.')
    .argument('<path...>', 'files, folders, or - for standard input; several documents each')
    .option('--values <file>', 'fields of specs that differ in one environment, by the kind and name of their claim')
    .option('--strict', 'deny documents of other kinds', false)
    .addOption(
      new Option('--flavour <flavour>', 'how the cluster serves the platform')
        .choices(['namespaced', 'claims'])
        .default('namespaced'),
    )
    .addHelpText('after', '\nExits with 1 where a claim is invalid, with 2 where a file cannot be read or is no YAML.')
    .action(
      run(async ({ config, output }, paths: string[], options: Options) => {
        const [{ loadPlatform }, { judgeFiles }, { withValues }, { exitCodeOf, tellFindings }] = await Promise.all([
          import('./load-platform.ts'),
          import('../judge/judge-files.ts'),
          import('./overlay.ts'),
          import('./findings.ts'),
        ]);
        const { platform } = await loadPlatform(config);
        const judgement = await judgeFiles(await withValues(paths, options.values), platform, options);
        if (isEmpty(judgement)) {
          throw new UserError(`there is nothing to check in ${paths.join(', ')}`, {
            hint: 'name files that hold claims, or folders with .yaml, .yml or .json files',
          });
        }
        if (output === 'text') tellFindings(judgement);
        else {
          tellFindings(judgement, () => undefined);
          await printData(
            output,
            judgement.claims.map(({ verdict }) => verdict),
          );
        }
        return exitCodeOf(judgement);
      }),
    );
}

/** Whether not one document was found: a check of nothing must not pass for a check. */
function isEmpty({ claims, ignored, unusable }: Judgement): boolean {
  return claims.length === 0 && ignored === 0 && unusable.length === 0;
}
