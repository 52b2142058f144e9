/** Reads what `planesmith retire` must see of a cluster: from the cluster, or from a dump. */
import { UserError } from '../errors.ts';
import { asked, itemsOf, type Kubectl } from '../install/kubectl.ts';
import { type ClusterObject, machinery } from '../retire/release-in-cluster.ts';
import { readObjects } from './read-claims.ts';

/** The XRs of the group, and what Crossplane has for them. Rejects with a `UserError` if they cannot be read, or if a dump lacks what every cluster has. */
export async function clusterObjects(from: Kubectl | string, group: string): Promise<readonly ClusterObject[]> {
  if (typeof from !== 'string') {
    const args = ['api-resources', `--api-group=${group}`, '-o', 'name'];
    const kinds = await asked(from, 'the cluster does not say which kinds it serves', args);
    const own = kinds.split('\n').filter((line) => line !== '');
    return itemsOf(from, ...Object.values(machinery), ...own);
  }
  const objects = readObjects(from);
  // A dump without them would say that nothing is there, or that nothing is installed.
  for (const kind of ['CompositionRevision', 'Composition', 'Function']) {
    if (objects.some((object) => object.kind === kind)) continue;
    throw new UserError(`${from} has no ${kind}, so it cannot say what uses a release`, {
      hint: `dump ${Object.values(machinery).join(',')} and every kind of ${group} with \`kubectl get --all-namespaces -o yaml\``,
    });
  }
  return objects.map(({ apiVersion, kind, metadata, spec, status }) => ({ apiVersion, kind, metadata, spec, status }));
}
