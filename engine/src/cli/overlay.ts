/** `planesmith overlay` prints the claims of one environment. */
import { type Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import type { Flavour } from '../schema/index.ts';
import { flavourOption } from './flavour-option.ts';
import { print, printData, run, tell } from './session.ts';

interface Options {
  readonly values: readonly string[];
  readonly flavour: Flavour;
}

export function overlay(program: Command): void {
  program
    .command('overlay')
    .summary("put an environment's values into claims")
    .description('Prints claims with the values of one environment in them, if the API server would accept the result.')
    .argument('<path...>', 'files or folders')
    .addOption(valuesOption().makeOptionMandatory())
    .addOption(flavourOption())
    .addHelpText('after', '\nExits with 1 if a claim with its values is invalid.')
    .action(
      run(async ({ config, output }, paths: string[], { values, flavour }: Options) => {
        const [{ loadPlatform }, { judge }, { readDocuments }, { exitCodeOf, tellUnusable, tellVerdicts }] =
          await Promise.all([
            import('./load-platform.ts'),
            import('../judge/judge.ts'),
            import('../judge/documents.ts'),
            import('./findings.ts'),
          ]);
        const { platform } = await loadPlatform(config);
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
      }),
    );
}

/** The text of a file, comments and all, for a stream of documents. */
function asDocuments({ text }: ManifestFile): string {
  return text === '' || text.startsWith('---\n') ? text : `---\n${text}`;
}

/** The option `--values`, which may be repeated. */
export function valuesOption(): Option {
  return new Option(
    '--values <file>',
    'a file of spec fields to merge into claims, keyed by kind and name, as `Database/orders: { size: medium }`; repeat it for more, and the last one wins',
  ).argParser((file: string, before: readonly string[] = []) => [...before, file]);
}

/** The files at `paths`, with the values of each file of `values` merged in, in their order. */
export async function withValues(
  paths: readonly string[],
  values: readonly string[] = [],
): Promise<readonly ManifestFile[]> {
  if ([...paths, ...values].filter((path) => path === '-').length > 1) {
    throw new UserError('standard input can be read only once', { hint: 'put one of the two in a file' });
  }
  const [{ manifestFiles }, claims] = await Promise.all([
    import('../judge/manifest-files.ts'),
    import('../preview/overlay.ts'),
  ]);
  if (values.length === 0) return [...manifestFiles(paths)];
  const files = values.map((path) => {
    const [file] = manifestFiles([path]);
    if (file?.named) return file;
    throw new UserError(`${path}: expected a file of values, found a folder`, {
      hint: 'repeat --values for each file',
    });
  });
  return claims.overlay(manifestFiles(paths), ...files);
}
