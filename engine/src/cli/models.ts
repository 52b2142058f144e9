/** `planesmith models` generates the types of composed kinds from their CRDs. */
import type { Command } from 'commander';
import type { ModelsSummary } from '../models/index.ts';
import { print, printData, run, tell } from './session.ts';

export function models(program: Command): void {
  program
    .command('models')
    .summary('generate the types of composed kinds')
    .description(
      'Updates functions/models/ to the kinds that functions/ imports, as the sources declare them. A kind whose source is not at hand stays, and one that nothing imports goes.',
    )
    .option('--check', 'write nothing, and exit with 1 if a file would change', false)
    .addHelpText('after', '\nThe sources are `models.sources` in the configuration. Kubernetes itself needs none.')
    .action(
      run(async ({ config, output }, { check }: { check: boolean }) => {
        const [{ loadPlatform }, { updateModels }] = await Promise.all([
          import('./load-platform.ts'),
          import('../models/index.ts'),
        ]);
        const summary = await updateModels({ ...(await loadPlatform(config, true)), check });
        if (output === 'text') printSummary(summary);
        else await printData(output, summary);
        return check && summary.changedFiles.length > 0 ? 1 : 0;
      }),
    );
}

function printSummary({ kinds, added, removed, kept, absent, changedSources, changedFiles }: ModelsSummary): void {
  for (const { apiVersion, kind } of added) print(`added    ${kind} (${apiVersion})`);
  for (const { apiVersion, kind } of removed) print(`removed  ${kind} (${apiVersion})`);
  const names = kept.map(({ kind }) => kind.kind);
  const more = names.length > 3 ? ` and ${names.length - 2} more` : '';
  if (kept.length > 0) {
    print(`kept     ${names.slice(0, more === '' ? 3 : 2).join(', ')}${more}: their sources are not at hand`);
  }
  for (const { source, previous, current } of changedSources) {
    const [before, now] = [previous.version, current.version];
    print(`changed  ${source}${before === now ? '' : `: ${before ?? 'no version'} is now ${now ?? 'without one'}`}`);
  }
  for (const path of changedFiles) print(`differs  functions/models/${path}`);
  for (const reason of absent) tell(reason);
  tell(`${kinds.length} kinds, ${changedFiles.length} files changed`);
}
