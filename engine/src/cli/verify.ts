/** `planesmith verify` derives again from the bytes what the files of a release say about each other. */
import type { Command } from 'commander';
import { annotate, count, print, printData, run, tell } from './session.ts';
import { oneLine } from './printable.ts';

export function verify(program: Command): void {
  program
    .command('verify')
    .summary('check that the files of a release fit together, byte by byte')
    .description(
      'Derives every digest, size, label, schema and manifest of a release again from its bytes, and reports every mismatch.',
    )
    .argument('[path]', 'dist/, an OCI layout, an xpkg, or a kit as a folder or tarball', 'dist')
    .action(
      run(async ({ output }, path: string) => {
        const result = await (await import('../release/verify/verify.ts')).verify(path);
        const { what, files, findings } = result;
        if (output === 'text') {
          for (const { file, path: place, message } of findings)
            print(oneLine(`${file}: ${place === undefined ? '' : `${place}: `}${message}`));
        } else await printData(output, result);
        for (const { file, path: place, message } of findings)
          annotate({ file, message: place === undefined ? message : `${place}: ${message}` });
        tell(`${path}: ${what} of ${count(files, 'file')}, ${count(findings.length, 'finding')}`);
        return findings.length === 0 ? 0 : 1;
      }),
    );
}
