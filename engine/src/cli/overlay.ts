/** `planesmith overlay` puts the values of environments into claims. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import type { Flavour } from '../schema/index.ts';
import type { ExitCode } from './exit-code.ts';
import { flavourOption } from './flavour-option.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { print, printData, run, type Session, tell } from './session.ts';
import { valuesOption, withValues } from './values.ts';

interface Options {
  readonly values?: readonly string[];
  readonly write: boolean;
  readonly check: boolean;
  readonly flavour: Flavour;
}

export function overlay(program: Command): void {
  program
    .command('overlay')
    .summary("put an environment's values into claims")
    .description(
      'Prints claims with the values of one environment in them, if the API server would accept the result. Without --values: shows and writes what controllers sync in each environment of an application.',
    )
    .argument('<path...>', 'files or folders; without --values, the folder of one application')
    .addOption(valuesOption())
    .option(
      '--write',
      'without --values: writes environments/<environment>/claims.yaml of all environments, or none',
      false,
    )
    .option('--check', 'without --values: exits with 1 if one of these files is not what claims and values make', false)
    .addOption(flavourOption())
    .addHelpText('after', '\nExits with 1 if a claim with its values is invalid.')
    .action(
      run(async (session, paths: string[], options: Options) => {
        refuseMixed(options);
        const { loadPlatform } = await import('./load-platform.ts');
        const loaded = await loadPlatform(session.config);
        const { values, ...others } = options;
        if (values !== undefined) return printed(loaded, paths, { ...session, ...others, values });
        const { overlaidEnvironments } = await import('./overlaid-environments.ts');
        return overlaidEnvironments(loaded, paths, { ...session, ...others });
      }),
    );
}

function refuseMixed({ values, write, check }: Options): void {
  if (write && check) {
    throw new UserError('--check looks at what --write writes', { hint: 'give one of the two' });
  }
  if (values === undefined || !(write || check)) return;
  throw new UserError(`${write ? '--write' : '--check'} is for all environments of an application`, {
    hint: 'name its folder, and leave out --values',
  });
}

/** Prints the claims of one environment. */
async function printed(
  { platform }: LoadedPlatform,
  paths: readonly string[],
  { values, flavour, output }: Pick<Session, 'output'> & Required<Pick<Options, 'values' | 'flavour'>>,
): Promise<ExitCode> {
  const [{ judge }, { readDocuments }, { exitCodeOf, tellUnusable, tellVerdicts }] = await Promise.all([
    import('../judge/judge.ts'),
    import('../judge/documents.ts'),
    import('./findings.ts'),
  ]);
  const files = await withValues(paths, values);
  const judgement = judge(files, platform, { flavour, strict: false });
  const code = exitCodeOf(judgement);
  if (code !== 0) {
    tellVerdicts(judgement, { write: tell });
    return code;
  }
  tellUnusable(judgement);
  if (files.every(({ text }) => text === '')) {
    throw new UserError(`there is nothing to print in ${paths.join(', ')}`, {
      hint: 'name files that hold claims, or folders with .yaml, .yml or .json files',
    });
  }
  if (output === 'text') print(files.map(asDocuments).join(''));
  else {
    const read = files.flatMap((file) => (file.read ?? readDocuments(file.file, file.text)).documents);
    await printData(
      output,
      read.map(({ value }) => value),
    );
  }
  return 0;
}

/** The text of a file, comments and all, for a stream of documents. */
function asDocuments({ text }: ManifestFile): string {
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return whole === '' || whole.startsWith('---\n') ? whole : `---\n${whole}`;
}
