/** `planesmith migrate` rewrites claims for another version of their APIs, or for a platform that is served in another flavour. */
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { MigrateOptions, Migration } from './migrated-claims.ts';
import { isKit } from './kit-platform.ts';
import { oneLine } from './printable.ts';
import { print, printData, run, type Session, tell } from './session.ts';

interface Options extends MigrateOptions {
  readonly to: string;
  readonly write: boolean;
  readonly steps: boolean;
}

export function migrate(program: Command): void {
  program
    .command('migrate')
    .summary('rewrite claims for another version, or as namespaced XRs')
    .description(
      'Rewrites claims in files and prints the diff. For a version, each API converts its claims. For namespaced XRs, it proves that every object and every external name stays.',
    )
    .argument('<path...>', 'files or folders with claims')
    .requiredOption(
      '--to <version>',
      'a version of APIs, such as v1beta1, or `namespaced` for v1 Claims that become namespaced XRs',
    )
    .option('--write', 'changes the files, all or none', false)
    .option(
      '--steps',
      'for namespaced: prints what an administrator then does in the cluster, instead of the diff',
      false,
    )
    .option(
      '--live <file>',
      'for namespaced: claims, XRs and composed objects of the cluster, from `kubectl get -o yaml`',
    )
    .option(
      '--environment <name>',
      'for namespaced: the environment of the cluster: a file, or the name of one (default: the first that has what the target needs; local comes first)',
    )
    .option(
      '--target <target>',
      'for namespaced: the target of the cluster (default: as a cluster with the first package chooses it)',
    )
    .option('-n, --namespace <namespace>', 'for namespaced: of claims that have none', 'default')
    .addHelpText(
      'after',
      '\nExits with 1 if a claim is invalid, cannot be converted, has a field that cannot stay, or would lose an object, with 2 if something cannot be read. No file is changed then.',
    )
    .action(
      run(async (session, paths: string[], { write, steps, ...options }: Options) => {
        const [{ loadPlatform }, { insistOnFiles }] = await Promise.all([
          import('./load-platform.ts'),
          import('./changed-files.ts'),
        ]);
        const loaded = await loadPlatform(session.config);
        const canWrite = !isKit(loaded.platform);
        if (write) insistOnFiles(paths, canWrite);
        if (options.to !== 'namespaced') {
          const { convertClaims } = await import('./converted-claims.ts');
          return convertClaims(loaded, paths, { ...options, ...session, write, steps, canWrite });
        }
        const { migratedClaims } = await import('./migrated-claims.ts');
        const { moveSteps, stepsText } = await import('../migrate/steps.ts');
        const text = steps ? stepsText(moveSteps(loaded.platform, options.target)) : undefined;
        return report(await migratedClaims(loaded, paths, options), { ...session, write, text, canWrite });
      }),
    );
}

interface Shown extends Session {
  readonly write: boolean;
  readonly canWrite: boolean;
  /** Printed instead of the diff. */
  readonly text: string | undefined;
}

async function report(migration: Migration, { output, write, canWrite, text }: Shown): Promise<ExitCode> {
  const [{ exitCodeOf, tellFindings }, { moveText }, { diffsOf, writeChanged }] = await Promise.all([
    import('./findings.ts'),
    import('../migrate/move-text.ts'),
    import('./changed-files.ts'),
  ]);
  const { judgement, plan, changed, objects } = migration;
  tellFindings(judgement);
  if (plan === undefined) {
    tell('no file was changed');
    return exitCodeOf(judgement);
  }
  const isSafe = !plan.fails && plan.unserved.length === 0;
  const diffs = diffsOf(changed);
  const { isWritten, say } = await writeChanged(changed, { write, isSafe, canWrite });
  if (output === 'text') print(text ?? diffs.map(({ diff }) => diff).join(''));
  else await printData(output, { files: diffs, objects, plan, written: isWritten });
  for (const line of moveText(plan, { objects, files: changed.length })) tell(oneLine(line));
  say();
  return isSafe ? 0 : 1;
}
