/** `planesmith validate` gives the API server's verdict on claims before they reach a cluster. */
import type { Command } from 'commander';
import type { Judgement } from '../judge/judge.ts';
import { UserError } from '../errors.ts';
import type { Flavour } from '../schema/index.ts';
import { flavourOption } from './flavour-option.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { valuesOption, withValues } from './values.ts';
import { printData, run } from './session.ts';

interface Options {
  readonly strict: boolean;
  readonly values?: readonly string[];
  readonly environment?: string;
  readonly flavour: Flavour;
}

export function validate(program: Command): void {
  program
    .command('validate')
    .summary('check claims as the API server does')
    .description(
      'Checks claims as the API server does, and EnvironmentConfigs of the platform. Documents of other kinds are counted and ignored.',
    )
    .argument('<path...>', 'files, folders, or - for standard input; a file may have several documents')
    .addOption(valuesOption())
    .option(
      '--environment <name>',
      'also refuse what a cluster of this environment refuses of new claims: a file, or the name of one',
    )
    .option('--strict', 'report documents of other kinds as errors', false)
    .addOption(flavourOption())
    .addHelpText('after', '\nExits with 1 if one of them is invalid, with 2 if a file cannot be read or is not YAML.')
    .action(
      run(async ({ config, output }, paths: string[], options: Options) => {
        const [{ loadPlatform }, { judgeFiles }, { unreadable }, { exitCodeOf, tellUnusable, tellVerdicts }] =
          await Promise.all([
            import('./load-platform.ts'),
            import('../judge/judge-files.ts'),
            import('../judge/verdict.ts'),
            import('./findings.ts'),
          ]);
        const loaded = await loadPlatform(config);
        const environment = await chosenEnvironment(options.environment, loaded);
        const files = await withValues(paths, options.values);
        const judgement = await judgeFiles(files, loaded.platform, { ...options, environment });
        if (isEmpty(judgement)) {
          tellUnusable(judgement);
          throw new UserError(`there is nothing to check in ${paths.join(', ')}`, {
            hint: 'name files that hold claims, or folders with .yaml, .yml or .json files',
          });
        }
        if (output === 'text') tellVerdicts(judgement, { valid: true });
        else {
          tellVerdicts(judgement, { write: () => undefined });
          await printData(output, [
            ...[...judgement.claims, ...(judgement.warned ?? [])].map(({ verdict }) => verdict),
            ...judgement.unusable.map(unreadable),
          ]);
        }
        return exitCodeOf(judgement);
      }),
    );
}

async function chosenEnvironment(given: string | undefined, loaded: LoadedPlatform) {
  if (given === undefined) return undefined;
  const [{ environmentFile }, { readEnvironment }] = await Promise.all([
    import('./environments.ts'),
    import('./read-claims.ts'),
  ]);
  return { config: readEnvironment(given, loaded), name: environmentFile(given, loaded) };
}

/** Whether no document was found: a pipeline must not take that for a successful check. */
function isEmpty({ claims, ignored, unusable }: Judgement): boolean {
  return claims.length === 0 && ignored === 0 && unusable.length === 0;
}
