/** `planesmith check` shows which of the platform's concerns hold on every API. */
import type { Command } from 'commander';
import type { Cell } from '../preview/survey-cells.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';
import { functionOption, stepsOfOthers } from './steps-of-others.ts';

export function check(program: Command): void {
  program
    .command('check')
    .summary('show which concerns hold on every API')
    .description(
      "Renders the example claims on every target in every environment of examples/environments, and shows which of the platform's concerns hold on the result. It also finds kinds that are silent about a concern, fields of claims that influence nothing, and facts of environments that do not fit.",
    )
    .addOption(functionOption())
    .addHelpText(
      'after',
      '\nExits with 1 if a composed resource misses a concern that applies to it or has values that its\nowner refuses, if an example is invalid, if an environment has a mistake, and if an API, one of its\ntargets or an example could not be checked, because it is refused everywhere.',
    )
    .action(
      run(async ({ config, output }, { function: given }: { readonly function?: readonly string[] }) => {
        const [{ loadPlatform }, { samplesOf }, { concernMatrix, faults, refusedCount, unchecked }, preview] =
          await Promise.all([
            import('./load-platform.ts'),
            import('./examples.ts'),
            import('./concerns.ts'),
            import('../preview/examine.ts'),
          ]);
        const loaded = await loadPlatform(config);
        const { platform } = loaded;
        const samples = samplesOf(loaded);
        if (typeof samples === 'number') {
          tell('0 combinations checked, because an example cannot be used');
          return samples;
        }
        const steps = await stepsOfOthers(platform, given);
        const { cells, silentKinds, unreadFields, mistakenFacts } = await preview.examine(platform, samples, steps);
        steps.close();
        const findings = [
          ...silentKinds,
          ...faults(cells),
          ...unreadFields,
          ...mistakenFacts,
          ...unchecked(cells, Object.values(platform.apis)),
        ];
        const refused = refusedCount(cells);
        if (output === 'text') print(concernMatrix(cells));
        else await printData(output, cells.map(asData));
        for (const message of findings) {
          tell(message);
          annotate({ message });
        }
        steps.tellSkipped();
        tell(
          `${count(cells.length - refused, 'combination')} checked, ${refused} refused, ${count(findings.length, 'finding')}`,
        );
        return findings.length > 0 ? 1 : 0;
      }),
    );
}

function asData({ outcome, ...cell }: Cell) {
  return typeof outcome === 'string' ? { ...cell, refused: outcome } : { ...cell, ...outcome };
}
