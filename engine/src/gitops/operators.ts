/** Reads which operators a cluster gets with a version: those that have a chart, unless the file of the cluster chooses. */
import { join } from 'node:path';
import { textIn } from '../files.ts';
import { type Charted, isCharted, operatorListFile, readOperators } from '../release/operator-list.ts';
import type { Cluster } from './fleet/cluster.ts';
import { operatorsPath } from './publish/places.ts';

/** All operators that a version brings to clusters of a target, in the order of their installation; none of one that was published without. */
export function operatorsFor(folder: string, version: string, target: string): readonly Charted[] {
  const root = join(folder, 'versions', version, operatorsPath(target));
  const text = textIn(root, operatorListFile);
  if (text === undefined) return [];
  return readOperators(text, join(root, operatorListFile), 'restore it from Git').filter(isCharted);
}

/** Those that the cluster takes. */
export function chosenOperators(
  all: readonly Charted[],
  { operators }: Pick<Cluster, 'operators'>,
): readonly Charted[] {
  return all.filter(({ name }) => operators === undefined || operators.includes(name));
}
