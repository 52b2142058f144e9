/** Options that are given once for each of some clusters. */
import { InvalidArgumentError, Option } from 'commander';

/** Values by the name of a cluster. */
export type PerCluster = Readonly<Record<string, string>>;

/** An option that is repeated for more clusters; its value is a `PerCluster`. */
export function perCluster(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeat for more)`).argParser((text, before: PerCluster = {}) => {
    const [, cluster, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (cluster === undefined || value === undefined) throw new InvalidArgumentError('Write it as prod=<value>.');
    if (Object.hasOwn(before, cluster)) throw new InvalidArgumentError(`It is given twice for ${cluster}.`);
    return { ...before, [cluster]: value };
  });
}
