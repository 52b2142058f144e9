/** `planesmith start` does the main job of a platform's repository: build, check and render everything. */
import type { Command } from 'commander';
import type { Built } from './build-into.ts';
import { printable } from './printable.ts';
import { print, run } from './session.ts';
import { functionOption, stepsOfOthers } from './steps-of-others.ts';

export function start(program: Command): void {
  program
    .command('start')
    .summary('build, check and render everything once')
    .description(
      'Builds dist/, checks every file in examples/, and renders the example claims for the local environment.',
    )
    .addOption(functionOption())
    .action(
      run(async ({ config }, { function: given }: { readonly function?: readonly string[] }) => {
        const startTime = performance.now();
        const [{ loadPlatform }, { buildInto }, { packageTable, packageNotes }, examples, { matrixLines }] =
          await Promise.all([
            import('./load-platform.ts'),
            import('./build-into.ts'),
            import('./packages.ts'),
            import('./examples.ts'),
            import('./concerns.ts'),
          ]);
        const loaded = await loadPlatform(config);
        const steps = await stepsOfOthers(loaded.platform, given);
        const built = await buildInto(loaded, undefined, { only: [], release: false, all: false });
        print(`Packages of ${loaded.platform.name} ${loaded.platform.version} in ${built.folder}/`);
        print(indent(packageTable(built.packages)));
        print(indent(packageNotes(built)));
        print('Examples');
        const code = await examples.checkExamples(loaded);
        if (code === 0) {
          print(indent(await examples.renderExamples(loaded, steps.functionOf)));
          print('APIs and targets');
          const cells = await examples.exampleCells(loaded, steps.functionOf);
          if (typeof cells !== 'number') print(indent(matrixLines(cells)));
        }
        steps.tellSkipped();
        steps.close();
        print(
          `Done in ${((performance.now() - startTime) / 1000).toFixed(1)} s.${code === 0 ? ` ${whatNext(built)}` : ''}`,
        );
        return code;
      }),
    );
}

function whatNext({ folder, packages }: Built): string {
  const [first] = packages;
  return [
    'Next:',
    '  npx planesmith render examples/<claim>.yaml   see what a claim becomes',
    '  npx planesmith claim <Kind> <name>            start a claim of your own, then: npx planesmith validate <file>',
    `  ${`${folder}/docs/index.html`.padEnd(44)}  the pages for developers, to open in a browser`,
    `  crossplane xpkg push -f ${folder}/packages/${first?.name}-${first?.version}.xpkg <registry>/${first?.name}:${first?.tag}`,
  ].join('\n');
}

function indent(lines: string): string {
  return printable(lines).replaceAll(/^(?=.)/gm, '  ');
}
