/** Lists the claims of a platform that live in a cluster. */
import { type Definition, definitionsOf } from './healthy.ts';
import { UserError } from '../errors.ts';
import { itemsOf, type Kubectl, reasonIn } from './kubectl.ts';

/** Every claim, as `Kind namespace/name`, and every XR behind one. Throws a `UserError` if the cluster does not tell. */
export async function liveClaims(kubectl: Kubectl, group: string): Promise<readonly string[]> {
  const definitions = (await definitionsOf(kubectl, group)).map(({ spec }) => spec as Definition);
  const names = definitions.flatMap(({ names, claimNames }) =>
    claimNames === undefined ? [names] : [claimNames, names],
  );
  const { code, stdout, stderr } = await kubectl([
    'api-resources',
    '--no-headers',
    '-o',
    'name',
    `--api-group=${group}`,
  ]);
  const served = new Set(stdout.split('\n').map((line) => line.trim()));
  const all = names.map(({ plural }) => `${plural}.${group}`);
  // A kind that is not served any more has no objects, but a list that may be cut short proves nothing.
  const absent = all.find((name) => !served.has(name));
  if (absent !== undefined && code !== 0) {
    throw new UserError(`the cluster does not say whether it serves ${absent}: ${reasonIn(stderr)}`, {
      hint: '`kubectl api-resources` says more: its claims may live, so nothing goes on until it ends without an error',
    });
  }
  const resources = all.filter((name) => served.has(name));
  if (resources.length === 0) return [];
  return (await itemsOf(kubectl, ...resources)).map(
    ({ kind, metadata: { name, namespace } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
}
