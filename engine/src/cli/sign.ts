/** `planesmith sign` signs a release, or what is published already. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import type { SignedPart } from '../release/sign/sign-release.ts';
import type { Signer } from '../signing/key.ts';
import type { TestReport } from '../signing/test-result.ts';
import { distOf } from './dist-of.ts';
import { count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly key: string;
  readonly tests?: string;
}

export function sign(program: Command): void {
  program
    .command('sign')
    .summary('sign a release with a key')
    .description(
      'Signs every package of dist/ with its SBOM and provenance, and the kit; push then publishes the signatures. ' +
        'A reference is signed in its registry. What the key has signed already stays as it is.',
    )
    .argument('[what...]', 'dist/, or references such as registry.example.org/platform/platform-aws:v0.1.0')
    .requiredOption('--key <file>', 'the private key in PEM, or env://NAME for a variable that has it')
    .option('--tests <file>', 'also attest that the tests of this report passed: the JSON of Vitest or Jest')
    .action(
      run(async ({ config, output }, given: readonly string[], { key, tests }: Options) => {
        const [{ readPrivateKey, passwordVariable }, { keyText }] = await Promise.all([
          import('../signing/key.ts'),
          import('../signing/read-key.ts'),
        ]);
        const signer = readPrivateKey(keyText(key), key, process.env[passwordVariable] || undefined);
        const report = tests === undefined ? undefined : await reportIn(tests);
        const signed: SignedPart[] = [];
        for (const what of given.length === 0 ? [await distOf(config)] : given)
          signed.push(...(await signatureOf(what, signer, report)));
        if (output !== 'text') await printData(output, { signed });
        else
          for (const { reference, present } of signed)
            print(`${reference}  ${present ? 'is signed already' : 'signed'}`);
        tell(`${count(signed.filter(({ present }) => !present).length, 'package')} signed`);
        return 0;
      }),
    );
}

async function reportIn(file: string): Promise<TestReport> {
  const [{ textIn }, { readTestReport }] = await Promise.all([
    import('../files.ts'),
    import('../signing/test-result.ts'),
  ]);
  const text = textIn('', file);
  if (text !== undefined) return readTestReport(text, file);
  throw new UserError(`there is no report ${file}`, { hint: 'write one with the tests, before signing' });
}

/** Signs a folder or a reference. */
async function signatureOf(what: string, signer: Signer, report?: TestReport): Promise<readonly SignedPart[]> {
  if (existsSync(what)) return (await import('../release/sign/sign-release.ts')).signRelease(what, signer, report);
  if (report !== undefined) {
    throw new UserError(`${what} is no folder, and tests are attested beside a whole release`, {
      hint: 'name the folder dist/, or leave out --tests',
    });
  }
  const { parseReference } = await import('../registry/index.ts');
  const reference = parseReference(what);
  if (reference === undefined) {
    throw new UserError(`there is no release in ${what}, and it is no reference`, {
      hint: 'name dist/, or host, repository and tag, such as registry.example.org/platform/platform-aws:v0.1.0',
    });
  }
  return [await (await import('../release/sign/sign-published.ts')).signPublished(reference, signer)];
}
