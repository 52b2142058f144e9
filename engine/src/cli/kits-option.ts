/** The option `--kit` of commands that plan claims between published versions. */
import { InvalidArgumentError, Option } from 'commander';

/** It gives kits by version. */
export function kitsOption(): Option {
  return new Option(
    '--kit <version=kit>',
    'the kit of a version, in place of the one that its release names: a folder, a tarball, a dist/ or an OCI reference (repeat for more)',
  ).argParser(toKit);
}

function toKit(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, version, kit] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (version === undefined || kit === undefined) throw new InvalidArgumentError('Write it as 0.1.0=<kit>.');
  return { ...before, [version]: kit };
}
