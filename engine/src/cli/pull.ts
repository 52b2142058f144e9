/** `planesmith pull` takes a package or a kit from a registry. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { humanSize } from './packages.ts';
import { print, printData, run, tell } from './session.ts';

export function pull(program: Command): void {
  program
    .command('pull')
    .summary('take a package or a kit from a registry')
    .description(
      'Writes a package into a folder as an OCI image layout, for every platform that it has, or a kit as its tarball. Every part is verified.',
    )
    .argument('<reference>', 'such as registry.example.org/platform/platform-aws:v0.1.0, or with @sha256:…')
    .argument('<folder>', 'a folder that is empty or does not exist')
    .action(
      run(async ({ output }, text: string, folder: string) => {
        const { parseReference, pullInto } = await import('../registry/index.ts');
        const reference = parseReference(text);
        if (reference === undefined) {
          throw new UserError(`cannot pull ${text}: this is no reference`, {
            hint: 'name host, repository and tag, such as registry.example.org/platform/platform-aws:v0.1.0',
          });
        }
        const report = ({ digest, size }: { readonly digest: string; readonly size: number }) =>
          tell(`${digest}: ${humanSize(size)}`);
        const pulled = await pullInto(reference, folder, { report });
        if (output !== 'text') await printData(output, { ...pulled, folder });
        else print(`${pulled.reference}  ${pulled.digest}  ${[folder, pulled.file].filter(Boolean).join('/')}`);
        return 0;
      }),
    );
}
