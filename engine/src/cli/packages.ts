/** What was built, as a table. */
import type { Built } from './build-into.ts';
import { count, print, printData, type Session, tell } from './session.ts';

/** Prints name, size and digest of every package to stdout, and what to know of them to stderr. */
export async function printPackages(output: Session['output'], built: Built): Promise<void> {
  if (output === 'text') {
    print(packageTable(built.packages));
    tell(`${count(built.packages.length, 'package')} in ${built.folder}/; ${packageNotes(built)}`);
    return;
  }
  await printData(
    output,
    built.packages.map(({ name, kind, version, digest, size, releasable, images }) => {
      const platforms = images.map(({ platform: { os, architecture } }) => `${os}/${architecture}`);
      return { name, kind, version, digest, size, platforms, releasable };
    }),
  );
}

/** One line for each package: name, size and digest, in columns. */
export function packageTable(packages: Built['packages']): string {
  const width = Math.max(...packages.map(({ name }) => name.length));
  return packages
    .map(({ name, size, digest }) => `${name.padEnd(width)}  ${humanSize(size).padStart(8)}  ${digest}`)
    .join('\n');
}

/** For which machines the Function was built, and whether it may leave this one. */
export function packageNotes({ packages, architectures, all }: Built): string {
  if (packages.every(({ kind }) => kind !== 'Function')) return 'without the Function';
  const built = all
    ? architectures.join(' and ')
    : `${architectures.join()} as this machine is, --arch all builds both`;
  const local = packages.every(({ releasable }) => releasable)
    ? ''
    : '; with the libraries of this machine, so not for release';
  return `Function for ${built}${local}`;
}

function humanSize(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
