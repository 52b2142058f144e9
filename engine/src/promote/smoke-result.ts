/** The result of `planesmith smoke`, as a file that `promote` reads. */
import type { File } from '../files.ts';
import { toYaml } from '../yaml/index.ts';
import { array, boolean, object, oneOf, type Output, string } from '../schema/index.ts';
import { readStrict } from './strict-file.ts';

/** More characters than anybody reads of one claim. Messages of conditions may be much longer. */
const mostSaid = 4000;

const schema = object({
  cluster: string('The cluster in the fleet.', { minLength: 1, maxLength: 63 }),
  version: string('The release whose compositions answered.', { minLength: 1, maxLength: 100 }),
  at: string('When the last claim was judged.', { format: 'date-time', maxLength: 30 }),
  passed: boolean('Whether each claim passed.'),
  claims: array(
    'One for each API.',
    object(
      {
        kind: string('The kind.', { minLength: 1, maxLength: 63 }),
        result: oneOf('What became of it.', ['passed', 'failed', 'skipped']),
        says: string('What was seen.', { maxLength: mostSaid }),
      },
      { description: 'A claim.' },
    ),
    { maxItems: 1000 },
  ),
});

/** What smoke claims showed in a cluster. */
export type SmokeResult = Output<typeof schema>;

/** The file for a cluster, relative to the fleet. */
export function smokeFile(cluster: string): string {
  return `evidence/${cluster}/smoke.yaml`;
}

/** The last result in the cluster; undefined if there is none. Throws a `UserError` for a file that `smoke` does not write. */
export function readSmoke(fleet: string, cluster: string): SmokeResult | undefined {
  return readStrict(fleet, smokeFile(cluster), schema, 'run `planesmith smoke` again, which writes it');
}

/** The file of a result, in which long sayings are cut, so that it can be read again. The same result gives the same bytes. */
export function smokeResultFile(result: SmokeResult): File {
  const claims = result.claims.map((claim) => ({ ...claim, says: shortened(claim.says) }));
  return { path: smokeFile(result.cluster), content: toYaml({ ...result, claims }) };
}

function shortened(text: string): string {
  return text.length > mostSaid ? `${text.slice(0, mostSaid - 1)}…` : text;
}
