/** `planesmith build` writes everything under dist/. */
import { type Command, Option } from 'commander';
import { collect } from './collect.ts';
import { run } from './session.ts';

interface Options {
  readonly only: readonly string[];
  readonly arch?: 'host' | 'all';
  readonly release: boolean;
  readonly out?: string;
  readonly base?: string;
}

export function build(program: Command): void {
  program
    .command('build')
    .summary('build the packages and everything that clusters need with them')
    .description('Builds packages, manifests, editor schemas and the install bundles, and replaces dist/ by them.')
    .option('--only <package>', 'only this package (repeat for more); dist/ then holds nothing else', collect, [])
    .addOption(
      new Option('--arch <which>', 'architectures of the Function (default: host, with --release all)').choices([
        'host',
        'all',
      ]),
    )
    .option(
      '--release',
      'fail if the result depends on this machine, or is of no commit; pin the Function by digest',
      false,
    )
    .option('--base <layout>', 'the OCI layout of the base that planesmith.lock.yaml pins')
    .option('--out <folder>', 'instead of dist/ beside the configuration')
    .action(
      run(async ({ config, output }, { only, arch, release, out, base }: Options) => {
        const [{ loadPlatform }, { buildInto }, { printPackages }] = await Promise.all([
          import('./load-platform.ts'),
          import('./build-into.ts'),
          import('./packages.ts'),
        ]);
        const [{ withPinnedBase }, { insistFit }] = await Promise.all([
          import('./pinned-base.ts'),
          import('./lock-fit.ts'),
        ]);
        const loaded = withPinnedBase(await loadPlatform(config), base, release);
        if (release) await (await import('./releasable.ts')).insistReleasable(loaded);
        const built = await buildInto(loaded, out, {
          only,
          release,
          all: (arch ?? (release ? 'all' : 'host')) === 'all',
          inspect: (made) => insistFit(loaded, made, { release, isWhole: only.length === 0 }),
        });
        await printPackages(output, built);
        return 0;
      }),
    );
}
