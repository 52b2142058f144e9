/** `settle`: what a release makes of claims, for the comparison with another one. No person calls it. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Settle } from '../compare/behaviour/settle.ts';
import type { Opening, Question } from '../compare/behaviour/wire.ts';
import { letEnd } from './run-program.ts';
import { run } from './session.ts';

export function settle(program: Command): void {
  program
    .command('settle', { hidden: true })
    .summary('settle claims for a comparison of releases')
    .action(
      run(async ({ config }) => {
        const [{ loadPlatform }, { settler }, { aboutRelease }, { answerLine }] = await Promise.all([
          import('./load-platform.ts'),
          import('../compare/behaviour/settle.ts'),
          import('../compare/behaviour/about.ts'),
          import('../compare/behaviour/wire.ts'),
        ]);
        const { platform } = await loadPlatform(config);
        // The process that asks names the claim at which a function ends this one.
        letEnd();
        // Whatever a function does to its `process.stdout` later.
        const write = process.stdout.write.bind(process.stdout);
        const answer = async (line: string) => {
          if (!write(line)) await once(process.stdout, 'drain');
        };
        let settleCell: Settle | undefined;
        for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
          if (settleCell === undefined) {
            const { examples, ...options } = JSON.parse(line) as Opening;
            settleCell = await settler(platform, options);
            await answer(answerLine(await aboutRelease(platform, examples)));
          } else {
            const { cell, from } = JSON.parse(line) as Question;
            await answer(answerLine(settleCell(cell, from)));
          }
        }
        return 0;
      }),
    );
}
