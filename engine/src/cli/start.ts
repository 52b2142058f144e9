/** `planesmith start` does the main job of a platform's repository: build, check and render everything. */
import type { Command } from 'commander';
import type { Platform } from '../platform/platform.ts';
import type { Built } from './build-into.ts';
import { printable } from './printable.ts';
import type { RenderedExamples } from './examples.ts';
import { count, print, run } from './session.ts';
import { functionOption, stepsOfOthers } from './steps-of-others.ts';

export function start(program: Command): void {
  program
    .command('start')
    .summary('build, check and render everything once')
    .description(
      'Builds dist/, checks every file in examples/, and renders the example claims in the first environment that has what the first target needs; examples/environments/local.yaml comes first.',
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
        const rendered = code === 0 ? await examples.renderExamples(loaded, steps.functionOf) : undefined;
        if (rendered !== undefined) {
          print(indent(rendered.lines));
          print('APIs and targets');
          const cells = await examples.exampleCells(loaded, steps.functionOf);
          if (typeof cells !== 'number') print(indent(matrixLines(cells)));
        }
        steps.tellSkipped();
        steps.close();
        const end = rendered === undefined ? '' : ` ${nothingOf(rendered) ?? whatNext(loaded.platform, built)}`;
        print(`Done in ${((performance.now() - startTime) / 1000).toFixed(1)} s.${end}`);
        return rendered !== undefined && rendered.refused > 0 ? 1 : code;
      }),
    );
}

function nothingOf({ refused, claims }: RenderedExamples): string | undefined {
  if (refused === 0) return undefined;
  return `${refused} of ${count(claims, 'example')} ${refused === 1 ? 'becomes' : 'become'} nothing: the reasons are above.`;
}

function whatNext({ registry }: Platform, { folder }: Built): string {
  return [
    'Next:',
    '  npx planesmith render examples/<claim>.yaml   see what a claim becomes',
    '  npx planesmith claim <Kind> <name>            start a claim of your own, then: npx planesmith validate <file>',
    `  ${`${folder}/docs/index.html`.padEnd(44)}  the pages for developers, to open in a browser`,
    // Not `crossplane xpkg push`, which writes a manifest of its own: the Function would have another digest than Configurations name.
    `  ${'npx planesmith push'.padEnd(44)}  publish ${folder}/ in ${registry}, once it is built with --release`,
  ].join('\n');
}

function indent(lines: string): string {
  return printable(lines).replaceAll(/^(?=.)/gm, '  ');
}
