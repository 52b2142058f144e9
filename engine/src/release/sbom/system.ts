/** The operating system of a base, as the base itself names it. Scanners know vulnerabilities of its packages by it. */
import type { TarEntry } from '../../xpkg/tar.ts';

/** A distribution. */
export interface OperatingSystem {
  /** Such as `debian`. */
  readonly id: string;
  /** Such as `13`; a rolling distribution has none. */
  readonly version?: string;
}

/** /etc/os-release wins, and often is a link to the other one: https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
const files = ['etc/os-release', 'usr/lib/os-release'];

/** The operating system; undefined if the base does not say. An entry of a later layer wins. */
export function operatingSystem(entries: readonly TarEntry[]): OperatingSystem | undefined {
  for (const path of files) {
    const entry = entries.findLast((each) => each.path === path);
    if (entry?.type !== 'file') continue;
    const text = Buffer.from(entry.content).toString('utf8');
    const [id, version] = [valueOf(text, 'ID'), valueOf(text, 'VERSION_ID')];
    if (id !== undefined) return { id, ...(version !== undefined && { version }) };
  }
  return undefined;
}

/** The value of a variable, with or without quotes. */
function valueOf(text: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`^${name}=(?:["']([\\w.-]+)["']|([\\w.-]+))[ \\t]*$`, 'm').exec(text) ?? [];
  return quoted ?? plain;
}
