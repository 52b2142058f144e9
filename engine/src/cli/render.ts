/** `planesmith render` shows what claims become, without a cluster. */
import { type Command, Option } from 'commander';
import type { AnswerOptions } from './answered-claims.ts';
import { exportedObjects } from './exported.ts';
import { flavourOption } from './flavour-option.ts';
import { valuesOption } from './values.ts';
import { count, print, printData, run, tell } from './session.ts';
import { functionOption } from './steps-of-others.ts';

interface Options extends AnswerOptions {
  readonly report: boolean;
  readonly as?: string;
  readonly verbose: boolean;
}

export function render(program: Command): void {
  program
    .command('render')
    .summary('show what claims become')
    .description('Prints the XR with its status and every composed resource, as `crossplane composition render` does.')
    .argument('<claim...>', 'files, folders, or - for standard input')
    .option(
      '--environment <name>',
      'the environment of the cluster: a file, or the name of one (default: the first that has what the target needs; local comes first)',
    )
    .option(
      '--target <target>',
      'the target that resources are made on (default: as a cluster with the first package chooses it)',
    )
    .addOption(flavourOption())
    .addOption(valuesOption())
    .option('--observed <path>', 'objects that exist already: composed resources of the one claim, Secrets')
    .addOption(functionOption())
    .addOption(
      new Option('--complete', 'print also the resources that wait for others, each with what it waits for')
        .default(false)
        .conflicts(['report', 'as']),
    )
    .option('--report', "print which of the platform's concerns hold on everything that claims become, instead", false)
    .addOption(
      new Option(
        '--as <exporter>',
        'print what claims become in another form, by an exporter of the platform',
      ).conflicts('report'),
    )
    .option('-v, --verbose', 'show every condition of the claims', false)
    .option('-n, --namespace <namespace>', 'of claims that have none', 'default')
    .addHelpText(
      'after',
      '\nExits with 1 if a claim is invalid or a function refuses it, with 2 if a file cannot be read or is not YAML, or if\na function does not answer. Reasons go to stderr, and the other claims are rendered.',
    )
    .action(
      run(async ({ config, output }, paths: string[], { report, as, verbose, ...options }: Options) => {
        const [
          { loadPlatform },
          { answeredClaims },
          { refusalOf },
          answers,
          reporting,
          { tellCounts },
          { toYamlStream },
        ] = await Promise.all([
          import('./load-platform.ts'),
          import('./answered-claims.ts'),
          import('../preview/render-claim.ts'),
          import('./answers.ts'),
          import('./report.ts'),
          import('./findings.ts'),
          import('../yaml/index.ts'),
        ]);
        const loaded = await loadPlatform(config);
        const exporter = as === undefined ? undefined : await loaded.platform.loadExporter(as);
        const found = await answeredClaims(loaded, paths, options);
        const { answered, failed, judgement, code, unchosen, hasObjects } = found;
        if (answered.length === 0) {
          tellCounts(judgement);
          return code;
        }
        const objects = exporter
          ? await exportedObjects(exporter, answered)
          : answered.flatMap(({ rendered: { xr, composed } }) => [xr, ...composed]);
        const reports = report ? reporting.reportsOf(answered) : [];
        if (report) await reporting.printReports(output, reports);
        else if (output === 'text') print(toYamlStream(objects));
        else await printData(output, objects);
        found.tellSkipped();
        if (unchosen !== undefined) tell(`environment: ${unchosen} (--environment names another)`);
        answers.tellFailed(failed);
        answers.tellAnswers(answered, { verbose, hasObjects, complete: options.complete });
        if (found.hint !== undefined) tell(`  hint: ${found.hint}`);
        if (!options.complete && !report && exporter === undefined) answers.tellLater(answered);
        const missed = reporting.tellMissed(answered, reports);
        const refused = answered.filter(({ rendered }) => refusalOf(rendered) !== undefined).length;
        tellCounts(judgement, [
          `${answered.length - refused} rendered`,
          `${refused} refused`,
          ...(failed.length > 0 ? [`${failed.length} failed`] : []),
          ...(report ? [count(missed, 'finding')] : []),
        ]);
        if (code !== 0) return code;
        return missed > 0 || refused > 0 ? 1 : 0;
      }),
    );
}
