/** `planesmith migrate` rewrites claims for a platform that is served in another flavour. */
import { type Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import type { ExitCode } from './exit-code.ts';
import type { MigrateOptions, Migration } from './migrated-claims.ts';
import { oneLine } from './printable.ts';
import { count, print, printData, run, type Session, tell } from './session.ts';

interface Options extends MigrateOptions {
  readonly to: 'namespaced';
  readonly write: boolean;
  readonly steps: boolean;
}

export function migrate(program: Command): void {
  program
    .command('migrate')
    .summary('turn claims into namespaced XRs')
    .description(
      'Rewrites Crossplane v1 Claims in files as namespaced XRs, prints the diff, and proves that every object and every external name stays.',
    )
    .argument('<path...>', 'files or folders with claims')
    .addOption(
      new Option('--to <flavour>', 'how the cluster will serve the platform')
        .choices(['namespaced'])
        .makeOptionMandatory(),
    )
    .option('--write', 'changes the files, all or none', false)
    .option('--steps', 'prints what an administrator then does in the cluster, instead of the diff', false)
    .option('--live <file>', 'claims, XRs and composed objects of the cluster, from `kubectl get -o yaml`')
    .option(
      '--environment <name>',
      'the environment of the cluster: a file, or the name of one (default: the first that has what the target needs; local comes first)',
    )
    .option('--target <target>', 'the target of the cluster (default: as a cluster with the first package chooses it)')
    .option('-n, --namespace <namespace>', 'of claims that have none', 'default')
    .addHelpText(
      'after',
      '\nExits with 1 if a claim is invalid, has a field that cannot stay, or would lose an object, with 2 if something cannot be read. No file is changed then.',
    )
    .action(
      run(async (session, paths: string[], { write, steps, ...options }: Options) => {
        if (write && paths.includes('-')) {
          throw new UserError('standard input cannot be written', { hint: 'name files, or leave out --write' });
        }
        const [{ loadPlatform }, { migratedClaims }] = await Promise.all([
          import('./load-platform.ts'),
          import('./migrated-claims.ts'),
        ]);
        const loaded = await loadPlatform(session.config);
        const { moveSteps, stepsText } = await import('../migrate/steps.ts');
        const text = steps ? stepsText(moveSteps(loaded.platform, options.target)) : undefined;
        return report(await migratedClaims(loaded, paths, options), { ...session, write, text });
      }),
    );
}

interface Shown extends Session {
  readonly write: boolean;
  /** Printed instead of the diff. */
  readonly text: string | undefined;
}

async function report(migration: Migration, { output, write, text }: Shown): Promise<ExitCode> {
  const [{ exitCodeOf, tellFindings }, { unifiedDiff }, { moveText }, { replaceFiles }] = await Promise.all([
    import('./findings.ts'),
    import('../yaml/line-edits.ts'),
    import('../migrate/move-text.ts'),
    import('../files.ts'),
  ]);
  const { judgement, plan, changed, objects } = migration;
  tellFindings(judgement);
  if (plan === undefined) {
    tell('no file was changed');
    return exitCodeOf(judgement);
  }
  const isSafe = !plan.fails && plan.unserved.length === 0;
  const diffs = changed.map(({ file, before, edits }) => ({ file, diff: unifiedDiff(file, before, edits) }));
  const isWritten = write && isSafe && changed.length > 0;
  if (isWritten) await replaceFiles(changed.map(({ file, after }) => ({ path: file, content: after })));
  if (output === 'text') print(text ?? diffs.map(({ diff }) => diff).join(''));
  else await printData(output, { files: diffs, objects, plan, written: isWritten });
  for (const line of moveText(plan, { objects, files: changed.length })) tell(oneLine(line));
  if (isWritten) tell(`${count(changed.length, 'file')} written`);
  else if (changed.length > 0) tell(isSafe ? 'no file was changed yet: add --write' : 'no file was changed');
  return isSafe ? 0 : 1;
}
