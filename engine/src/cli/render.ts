/** `planesmith render` shows what claims become, without a cluster. */
import { type Command, Option } from 'commander';
import type { Flavour } from '../schema/index.ts';
import { defaultEnvironment, refuseIncomplete } from './default-environment.ts';
import type { ExitCode } from './exit-code.ts';
import { exportedObjects } from './exported.ts';
import { valuesOption, withValues } from './overlay.ts';
import { printReports, reportsOf, tellAnswers } from './report.ts';
import { print, printData, run, tell } from './session.ts';

interface Options {
  readonly environment?: string;
  readonly target?: string;
  readonly flavour: Flavour;
  readonly observed?: string;
  readonly values?: readonly string[];
  readonly namespace: string;
  readonly report: boolean;
  readonly as?: string;
}

export function render(program: Command): void {
  program
    .command('render')
    .summary('show what claims become')
    .description('Prints the XR with its status and every composed resource, as `crossplane composition render` does.')
    .argument('<claim...>', 'files, folders, or - for standard input')
    .option('--environment <file>', 'the EnvironmentConfig of the cluster (default: examples/environments/local.yaml)')
    .option('--target <target>', 'the target that resources are made on (default: that of the first package)')
    .addOption(
      new Option('--flavour <flavour>', 'how the cluster serves the platform')
        .choices(['namespaced', 'claims'])
        .default('namespaced'),
    )
    .addOption(valuesOption())
    .option('--observed <path>', 'objects that exist already: composed resources of the one claim, Secrets')
    .option('--report', "print which of the platform's concerns hold on everything that claims become, instead", false)
    .option('--as <exporter>', 'print what claims become in another form, by an exporter of the platform')
    .option('-n, --namespace <namespace>', 'of claims that have none', 'default')
    .addHelpText(
      'after',
      '\nExits with 1 if a claim is invalid or the function refuses it, with 2 if a file cannot be read or is not YAML.\nReasons go to stderr, and the other claims are rendered.',
    )
    .action(
      run(
        async (
          { config, output },
          paths: string[],
          { namespace, report, as, ...options }: Options,
        ): Promise<ExitCode> => {
          const [
            { loadPlatform },
            { readClaims, readEnvironment, readObserved },
            { claimRenderer, refusalOf },
            { toYamlStream },
          ] = await Promise.all([
            import('./load-platform.ts'),
            import('./read-claims.ts'),
            import('../preview/render-claim.ts'),
            import('../yaml/index.ts'),
          ]);
          const { platform, root } = await loadPlatform(config);
          const exporter = as === undefined ? undefined : await platform.loadExporter(as);
          const { claims, code } = readClaims(await withValues(paths, options.values), platform, {
            flavour: options.flavour,
            namespace,
          });
          if (claims.length === 0) return code;
          const environment = readEnvironment(options.environment, platform, root);
          const existing = readObserved(options.observed, claims.length);
          const renderClaim = await claimRenderer(platform, options);
          const answers = claims.map((claim) => ({
            claim,
            rendered: renderClaim(claim, { environment, ...existing }),
          }));
          const rendered = answers.map((answer) => answer.rendered);
          const read = options.environment === undefined ? defaultEnvironment(root) : undefined;
          if (read !== undefined) refuseIncomplete(read, rendered, options.target);
          const objects = exporter
            ? await exportedObjects(exporter, answers)
            : rendered.flatMap(({ xr, composed }) => [xr, ...composed]);
          const reports = report ? await reportsOf(rendered) : [];
          if (report) await printReports(output, reports);
          else if (output === 'text') print(toYamlStream(objects));
          else await printData(output, objects);
          if (read !== undefined) tell(`environment: ${read} (--environment names another)`);
          tellAnswers(rendered);
          const isMissed = reports.some(({ concerns }) => concerns.some(({ state }) => state === 'missed'));
          if (code !== 0) return code;
          return isMissed || rendered.some((claim) => refusalOf(claim) !== undefined) ? 1 : 0;
        },
      ),
    );
}
