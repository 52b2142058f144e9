/** Lists the claims of a platform that live in a cluster. */
import { type Definition, definitionsOf } from './healthy.ts';
import { itemsOf, type Kubectl } from './kubectl.ts';

/** Every claim, as `Kind namespace/name`, and every XR behind one. */
export async function liveClaims(kubectl: Kubectl, group: string): Promise<readonly string[]> {
  const definitions = (await definitionsOf(kubectl, group)).map(({ spec }) => spec as Definition);
  const names = definitions.flatMap(({ names, claimNames }) =>
    claimNames === undefined ? [names] : [claimNames, names],
  );
  // A kind that is not served any more has no objects.
  const { stdout } = await kubectl(['api-resources', '--no-headers', '-o', 'name', `--api-group=${group}`]);
  const served = new Set(stdout.split('\n').map((line) => line.trim()));
  const resources = names.map(({ plural }) => `${plural}.${group}`).filter((name) => served.has(name));
  if (resources.length === 0) return [];
  return (await itemsOf(kubectl, ...resources)).map(
    ({ kind, metadata: { name, namespace } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
}
