/** Prints built packages as a table. */
import type { Built } from './build-into.ts';
import { count, print, printData, type Session, tell } from './session.ts';

/** Prints name, size and digest of every package to stdout, and notes on them to stderr. */
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

/** The architectures of the Function, and whether it can run on other machines than this one. */
export function packageNotes({ packages, architectures, all }: Built): string {
  if (packages.every(({ kind }) => kind !== 'Function')) return 'without the Function';
  const built = all
    ? architectures.join(' and ')
    : `${architectures.join()} (the architecture of this machine; --arch all builds both)`;
  const local = packages.every(({ releasable }) => releasable)
    ? ''
    : '; not for release, because its libraries are those of this machine';
  return `Function for ${built}${local}`;
}

/** `1.2 kB`, `3.4 MB`. */
export function humanSize(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
