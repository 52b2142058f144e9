/** `planesmith compare` shows what a release changes for everybody who uses the one before. */
import { type Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { collect } from './collect.ts';
import { run } from './session.ts';

interface Options {
  readonly as?: 'markdown' | 'junit' | 'changelog';
  readonly failOn?: 'breaking' | 'risky';
  readonly claims: readonly string[];
  readonly rules: boolean;
  readonly schema: boolean;
}

export function compare(program: Command): void {
  program
    .command('compare')
    .summary('show what a release changes for those who use the one before')
    .description(
      'Compares two releases of the platform, and says which version the new one needs. Each finding has a fingerprint, by which approvals.yaml approves it.',
    )
    .argument('[old]', 'the kit of the old release: a folder, a tarball, the dist/ of a build or an OCI reference')
    .argument('[new]', 'that of the new one; by default the platform as it is in this folder')
    .option(
      '--claims <path>',
      'a file or folder with claims to compare besides the examples (repeat for more)',
      collect,
      [],
    )
    .addOption(
      new Option('--as <form>', 'prints the report in another form').choices(['markdown', 'junit', 'changelog']),
    )
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exits with 1 for a finding of this severity or a worse one, whatever the version',
      ).choices(['breaking', 'risky']),
    )
    .addOption(new Option('--rules', 'lists all rules instead').default(false).conflicts(['schema', 'as', 'failOn']))
    .addOption(
      new Option('--schema', 'prints the JSON Schema of `-o json` instead').default(false).conflicts(['as', 'failOn']),
    )
    .addHelpText(
      'after',
      '\nExits with 1 if the version of the new release is too low for what it changes, or if --fail-on says so.\nExits with 2 if a release cannot be read.',
    )
    .action(
      run(async ({ config, output }, old: string | undefined, now: string | undefined, options: Options) => {
        const { printComparison, printRules, printSchema } = await import('./compare-report.ts');
        if (options.rules) return printRules(output);
        if (options.schema) return printSchema();
        if (old === undefined) {
          throw new UserError('there is no release to compare with', {
            hint: 'name the kit of the last release, such as registry.example.org/platform/platform-kit:v0.1.0',
          });
        }
        const { approvalsBeside, releasesToCompare } = await import('./compared-releases.ts');
        const { findingsBetween } = await import('./compare-findings.ts');
        const { judgeFindings } = await import('../compare/comparison.ts');
        const today = new Date().toISOString().slice(0, 10);
        const approvals = approvalsBeside(config);
        const releases = await releasesToCompare(old, now, config);
        const comparison = judgeFindings({
          platform: releases.now.contract.platform,
          old: releases.old.contract.version,
          now: releases.now.contract.version,
          findings: await findingsBetween(releases, options.claims, today),
          approvals,
          today,
          ...(options.failOn && { failOn: options.failOn }),
        });
        await printComparison(comparison, output, options.as);
        return comparison.passes ? 0 : 1;
      }),
    );
}
