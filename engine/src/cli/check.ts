/** `planesmith check` shows which of the platform's concerns hold on every API. */
import type { Command } from 'commander';
import type { Cell } from '../preview/survey-cells.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

export function check(program: Command): void {
  program
    .command('check')
    .summary('show which concerns hold on every API')
    .description(
      "Renders the example claims on every target in every environment of examples/environments, and shows which of the platform's concerns hold on the result.",
    )
    .addHelpText('after', '\nExits with 1 if a composed resource misses a concern that applies to it.')
    .action(
      run(async ({ config, output }) => {
        const [{ loadPlatform }, { exampleCells }, { concernMatrix, missedConcerns }] = await Promise.all([
          import('./load-platform.ts'),
          import('./examples.ts'),
          import('./concerns.ts'),
        ]);
        const cells = await exampleCells(await loadPlatform(config));
        const missed = missedConcerns(cells);
        if (output === 'text') print(concernMatrix(cells));
        else await printData(output, cells.map(asData));
        for (const message of missed) {
          tell(message);
          annotate({ message });
        }
        tell(`${count(cells.length, 'combination')} checked, ${count(missed.length, 'finding')}`);
        return missed.length > 0 ? 1 : 0;
      }),
    );
}

function asData({ outcome, ...cell }: Cell) {
  return typeof outcome === 'string' ? { ...cell, refused: outcome } : { ...cell, ...outcome };
}
