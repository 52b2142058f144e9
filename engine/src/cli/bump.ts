/** `planesmith bump` judges the next version of a provider or operator by what the platform composes, and takes it. */
import { type Command, Option } from 'commander';
import type { BumpReport } from '../bump/index.ts';
import { collect } from './collect.ts';
import { oneLine } from './printable.ts';
import { annotate, print, printData, run, type Session, tell } from './session.ts';

interface Options {
  readonly crds?: string;
  readonly from?: string;
  readonly chart?: string;
  readonly claims: readonly string[];
  readonly objects: readonly string[];
  readonly write: boolean;
  readonly as?: 'markdown';
}

export function bump(program: Command): void {
  program
    .command('bump')
    .summary('judge the next version of a provider or operator by what is composed')
    .description(
      'Judges every object that the platform composes by the CRDs of another version of a provider or operator in planesmith.lock.yaml: what would be refused, what would get other defaults, and which rights are new.',
    )
    .argument('<source@version>', 'its name in the lock and the version, such as provider-sql@v0.16.0')
    .option(
      '--crds <path>',
      'the CRDs of that version: a file, a folder, a package or a Go module (default: the package in its registry)',
    )
    .option('--from <path>', 'those of the version in use, with the rights it asks for (default: the generated models)')
    .option(
      '--chart <version>',
      "the version of the operator's chart that installs it (default: its own, if it had that)",
    )
    .option('--claims <path>', 'a file or folder with claims besides the examples (repeat for more)', collect, [])
    .option('--objects <path>', 'a file or folder with composed objects to judge too (repeat for more)', collect, [])
    .option('--write', 'writes the version into the generated models and the lock', false)
    .addOption(new Option('--as <form>', 'prints the report in another form').choices(['markdown']))
    .addHelpText(
      'after',
      '\nExits with 1 if an object would be refused, and with 2 if the CRDs cannot be read. --write writes in both cases but the last,\nsince the types of the new models say where functions must change.',
    )
    .action(
      run(async ({ config, output }, argument: string, { as, write, ...options }: Options) => {
        const [{ loadPlatform }, { judgedBump }, { writeBump }] = await Promise.all([
          import('./load-platform.ts'),
          import('./judged-bump.ts'),
          import('../bump/index.ts'),
        ]);
        const loaded = await loadPlatform(config);
        const { report, ...found } = await judgedBump(loaded, argument, options);
        await printReport(report, output, as);
        if (write) {
          const { changedFiles } = await writeBump({ ...loaded, ...found });
          tell(
            `wrote ${report.new.version} into planesmith.lock.yaml and ${changedFiles.length} files of functions/models`,
          );
        }
        return report.passes ? 0 : 1;
      }),
    );
}

async function printReport(report: BumpReport, output: Session['output'], as: Options['as']): Promise<void> {
  const [{ bumpMarkdown, bumpProblems, bumpText }, { annotationsOf }] = await Promise.all([
    import('../bump/index.ts'),
    import('../compare/report/annotations.ts'),
  ]);
  if (as === 'markdown') print(bumpMarkdown(report));
  else if (output === 'text') print(bumpText(report).map(oneLine).join('\n'));
  else await printData(output, report);
  for (const note of [`old: ${report.old.crds}`, `new: ${report.new.crds}`, ...report.notes]) tell(oneLine(note));
  annotationsOf({ ...report, problems: bumpProblems(report), expired: [], stale: [] }).forEach(annotate);
}
