/** `planesmith verify` derives again from the bytes what the files of a release say about each other. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import type { Finding } from '../release/verify/findings.ts';
import type { Verified } from '../release/verify/verify.ts';
import type { PublicKey } from '../signing/key.ts';
import { oneLine } from './printable.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly rebuild: boolean;
  readonly base?: string;
  readonly key?: string;
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
    .option('--key <file>', 'also check that the owner of this public key in PEM (or env://NAME) has signed it')
    .action(
      run(async ({ config, output }, path: string, { rebuild, base, key }: Options) => {
        const { verifySource } = await import('./verified-source.ts');
        const verified = await verifySource(path, key === undefined ? undefined : await publicKey(key));
        const again = rebuild ? await rebuilt(verified, path, { config, base }) : [];
        const result = { ...verified, findings: [...verified.findings, ...again] };
        if (output === 'text') for (const finding of result.findings) print(oneLine(lineOf(finding)));
        else await printData(output, result);
        for (const finding of result.findings) annotate({ file: finding.file, message: lineOf(finding) });
        const how = rebuild ? ', built again' : '';
        tell(
          `${path}: ${result.what} of ${count(result.files, 'file')}${how}, ${count(result.findings.length, 'finding')}`,
        );
        if (key === undefined) tell(`  signatures were not checked: ${keyHint(verified)}`);
        else if (result.findings.length === 0) tell(`  signed by the owner of ${key}, with ${attestedBy(verified)}`);
        return result.findings.length === 0 ? 0 : 1;
      }),
    );
}

async function publicKey(name: string): Promise<PublicKey> {
  const [{ readPublicKey }, { keyText }] = await Promise.all([
    import('../signing/key.ts'),
    import('../signing/read-key.ts'),
  ]);
  return readPublicKey(keyText(name), name);
}

function keyHint({ what }: Verified): string {
  return what === 'bundle'
    ? '`verify --key` checks them in dist/ or in a registry'
    : '--key names the public key of whoever signs';
}

function attestedBy({ attested = [] }: Verified): string {
  return attested.length === 0 ? 'no attestation' : `attestations ${attested.join(' and ')}`;
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
