/** Which packages of a platform a cluster installs. */
import type { Flavour } from '../schema/index.ts';

/** What decides it, of a package that is built or published. A Function has no targets of its own. */
interface Offered {
  readonly flavour?: Flavour;
  readonly targets?: readonly string[];
  readonly apis?: readonly string[];
}

/** A target and a flavour. */
export interface Cell {
  readonly target: string;
  readonly flavour: Flavour;
}

/** The packages that a cluster of this target and flavour installs: in their order, without those that share an API with an earlier one. */
export function installable<P extends Offered>(packages: readonly P[], { target, flavour }: Cell): readonly P[] {
  const taken = new Set<string>();
  return packages.filter(({ apis = [], ...each }) => {
    const isOffered = each.flavour === flavour && each.targets?.includes(target) === true;
    if (!isOffered || apis.some((api) => taken.has(api))) return false;
    for (const api of apis) taken.add(api);
    return true;
  });
}
