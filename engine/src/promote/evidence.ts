/** The evidence of a promotion: what was proven when a cluster got a version, kept beside the pointers in Git. */
import type { File } from '../files.ts';
import { array, object, oneOf, optional, type Output, string } from '../schema/index.ts';
import { toYaml } from '../yaml/index.ts';
import { readStrict } from './strict-file.ts';

/** How a proof ended. `waived` says why it was not asked for. */
export const verdicts = ['met', 'waived', 'refused'] as const;

const text = (description: string) => string(description, { minLength: 1, maxLength: 4000 });
const schema = object({
  cluster: text('The cluster.'),
  version: text('The version that it got.'),
  from: optional(text('The version that it had.')),
  what: oneOf('The direction.', ['promotion', 'rollback']),
  at: string('When it was decided.', { format: 'date-time', maxLength: 30 }),
  checksums: text('The digest of SHA256SUMS of the version.'),
  proofs: array(
    'What was proven.',
    object(
      {
        proof: text('Which one.'),
        verdict: oneOf('How it ended.', verdicts),
        says: text('What was seen, or why it was waived.'),
      },
      { description: 'A proof.' },
    ),
    { maxItems: 100 },
  ),
});

/** What is kept of a promotion. */
export type Evidence = Output<typeof schema>;

/** The file for a version in a cluster, relative to the fleet. */
export function evidencePath(cluster: string, version: string): string {
  return `evidence/${cluster}/${version}.yaml`;
}

/** The evidence of a version in a cluster; undefined if it was never promoted there. Throws a `UserError` for a file that `promote` does not write. */
export function readEvidence(fleet: string, cluster: string, version: string): Evidence | undefined {
  return readStrict(
    fleet,
    evidencePath(cluster, version),
    schema,
    'take it back from Git: only `planesmith promote` writes it',
  );
}

/** The file of the evidence. The same evidence gives the same bytes. */
export function evidenceFile(evidence: Evidence): File {
  return { path: evidencePath(evidence.cluster, evidence.version), content: toYaml(evidence) };
}
