/** `planesmith overlay` prints the claims of one environment. */
import type { Command } from 'commander';
import type { ManifestFile } from '../judge/manifest-files.ts';
import { print, run } from './session.ts';

export function overlay(program: Command): void {
  program
    .command('overlay')
    .summary("put an environment's values into claims")
    .description('Prints claims with the values of one environment in them, if the API server would accept the result.')
    .argument('<path...>', 'files or folders')
    .requiredOption('--values <file>', 'a file of spec fields to merge into claims, keyed by kind and name')
    .addHelpText('after', '\nExits with 1 if a claim with its values is invalid.')
    .action(
      run(async ({ config }, paths: string[], { values }: { readonly values: string }) => {
        const [{ loadPlatform }, { judge }, { exitCodeOf, tellFindings, tellSkipped }] = await Promise.all([
          import('./load-platform.ts'),
          import('../judge/judge.ts'),
          import('./findings.ts'),
        ]);
        const { platform } = await loadPlatform(config);
        const files = await withValues(paths, values);
        const judgement = judge(files, platform, { flavour: 'namespaced', strict: false });
        const code = exitCodeOf(judgement);
        if (code !== 0) {
          tellFindings(judgement);
          return code;
        }
        tellSkipped(judgement);
        print(files.map(({ text }) => (text === '' || text.startsWith('---\n') ? text : `---\n${text}`)).join(''));
        return 0;
      }),
    );
}

/** The files at `paths`, with the values of the file `values`, if there is one. */
export async function withValues(
  paths: readonly string[],
  values: string | undefined,
): Promise<readonly ManifestFile[]> {
  const [{ manifestFiles }, claims] = await Promise.all([
    import('../judge/manifest-files.ts'),
    import('../preview/overlay.ts'),
  ]);
  const files = [...manifestFiles(paths)];
  const [valuesFile] = values === undefined ? [] : manifestFiles([values]);
  return valuesFile === undefined ? files : claims.overlay(files, valuesFile);
}
