/** `planesmith push` publishes a release. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import type { Conflict, Pushed, PushResult } from '../registry/index.ts';
import type { PushReleaseOptions } from '../release/push/push-release.ts';
import { collect } from './collect.ts';
import { distOf } from './dist-of.ts';
import type { ExitCode } from './exit-code.ts';
import { humanSize } from './packages.ts';
import { pushProgress } from './push-progress.ts';
import { annotate, count, print, printData, run, type Session, tell } from './session.ts';

interface Options {
  readonly to?: string;
  readonly tag: readonly string[];
  readonly notForRelease: boolean;
}

export function push(program: Command): void {
  program
    .command('push')
    .summary('publish a release')
    .description(
      'Uploads every package that dist/release.yaml lists with its SBOM, provenance and signatures, and the kit, and sets their tags last. ' +
        'Nothing is pushed if a version is published with other bytes.',
    )
    .argument('[dist]', 'the folder of a release or of a bundle (default: dist/ beside the configuration)')
    .option('--to <registry>', 'another registry than that of the platform or bundle, such as 127.0.0.1:5000/platform')
    .option('--tag <name>', 'a further tag that is moved to this release (repeat for more)', collect, [])
    .option('--not-for-release', 'push also what holds the libraries of the machine that built it', false)
    .action(
      run(async ({ config, output }, given: string | undefined, { to, tag, notForRelease }: Options) => {
        const dist = await distOf(config, given);
        const progress = pushProgress(process.stderr);
        const options = { pointers: tag, notForRelease, report: progress.report, ...(to !== undefined && { to }) };
        const result = await pushFolder(dist, options).finally(progress.end);
        if (output !== 'text') await printData(output, result);
        if ('conflicts' in result) return refuse(result.conflicts, output);
        if (output === 'text') print(result.pushed.map(line).join('\n'));
        tell(summary(result.pushed));
        return 0;
      }),
    );
}

/** Pushes the release or the bundle in the folder. */
async function pushFolder(dist: string, options: PushReleaseOptions): Promise<PushResult> {
  const { bundleFile } = await import('../release/airgap/bundle-file.ts');
  if (!existsSync(join(dist, bundleFile))) {
    return (await import('../release/push/push-release.ts')).pushRelease(dist, options);
  }
  const { pointers = [], ...others } = options;
  if (pointers.length > 0) throw new UserError('a bundle has no version of its own, so that --tag has nothing to name');
  return (await import('../release/airgap/push-bundle.ts')).pushBundle(dist, others);
}

function refuse(conflicts: readonly Conflict[], output: Session['output']): ExitCode {
  for (const { reference, published, digest } of conflicts) {
    const message = `${reference} is published as ${published}, and this release has ${digest}`;
    if (output === 'text') print(message);
    annotate({ message });
  }
  tell('nothing was pushed, since a published version never changes');
  tell('  hint: set the next version in package.json, and build again');
  return 1;
}

function line({ reference, digest, present, uploaded, mounted }: Pushed): string {
  const parts = [
    ...(uploaded > 0 ? [`${humanSize(uploaded)} sent`] : []),
    ...(mounted > 0 ? [`${humanSize(mounted)} taken from another repository`] : []),
  ];
  // Of a version that is there, only documents and signatures can be new.
  const kept = ['is there already', ...(uploaded > 0 ? [`${humanSize(uploaded)} about it sent`] : [])];
  return `${reference}  ${digest}  ${(present ? kept : parts).join(', ') || 'tagged'}`;
}

function summary(pushed: readonly Pushed[]): string {
  const added = pushed.filter(({ present }) => !present);
  const size = pushed.reduce((sum, { uploaded }) => sum + uploaded, 0);
  const moved = Map.groupBy(
    pushed.flatMap((each) => each.moved),
    ({ tag }) => tag,
  );
  return [
    added.length === 0
      ? `all ${pushed.length} versions are there already${size > 0 ? `, ${humanSize(size)} about them sent` : ''}`
      : `${count(added.length, 'version')} pushed, ${humanSize(size)} sent`,
    ...[...moved].map(
      ([tag, { length }]) => `${tag} moved in ${length === 1 ? '1 repository' : `${length} repositories`}`,
    ),
  ].join('; ');
}
