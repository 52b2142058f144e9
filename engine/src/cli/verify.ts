/** `planesmith verify` derives again from the bytes what the files of a release say about each other. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import type { Finding } from '../release/verify/findings.ts';
import type { Verified } from '../release/verify/verify.ts';
import { oneLine } from './printable.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly rebuild: boolean;
  readonly base?: string;
}

export function verify(program: Command): void {
  program
    .command('verify')
    .summary('check that the files of a release fit together, byte by byte')
    .description(
      'Derives every digest, size, label, schema and manifest of a release again from its bytes, and reports every mismatch.',
    )
    .argument('[path]', 'dist/, a bundle, an OCI layout, an xpkg, a kit as a folder or tarball, or a reference', 'dist')
    .option('--rebuild', 'also build the committed files again, and compare every byte', false)
    .option('--base <layout>', 'with --rebuild, the OCI layout of the base that planesmith.lock.yaml pins')
    .action(
      run(async ({ config, output }, path: string, { rebuild, base }: Options) => {
        const verified = await (await import('./verified-source.ts')).verifySource(path);
        const again = rebuild ? await rebuilt(verified, path, { config, base }) : [];
        const result = { ...verified, findings: [...verified.findings, ...again] };
        if (output === 'text') for (const finding of result.findings) print(oneLine(lineOf(finding)));
        else await printData(output, result);
        for (const finding of result.findings) annotate({ file: finding.file, message: lineOf(finding) });
        const how = rebuild ? ', built again' : '';
        tell(
          `${path}: ${result.what} of ${count(result.files, 'file')}${how}, ${count(result.findings.length, 'finding')}`,
        );
        return result.findings.length === 0 ? 0 : 1;
      }),
    );
}

function lineOf({ file, path, message }: Finding): string {
  return [file, path, message].filter((part) => part !== undefined).join(': ');
}

/** What differs from a build of the platform's committed files. */
async function rebuilt(
  { what }: Verified,
  path: string,
  { config, base }: { readonly config: string; readonly base: string | undefined },
): Promise<readonly Finding[]> {
  if (what !== 'release') {
    throw new UserError(`${path} is no release, and only a whole release can be built again`, {
      hint: 'name the folder dist/, or leave out --rebuild',
    });
  }
  const [{ loadPlatform }, { withPinnedBase }, { rebuildFindings }] = await Promise.all([
    import('./load-platform.ts'),
    import('./pinned-base.ts'),
    import('./rebuild.ts'),
  ]);
  return rebuildFindings(withPinnedBase(await loadPlatform(config), base, false), path);
}
