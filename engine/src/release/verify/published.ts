/** Checks the signatures of what is published, in its registry. */
import { openPublished, type Reference, referenceText } from '../../registry/index.ts';
import { statementsBy } from '../../signing/attestation.ts';
import type { PublicKey } from '../../signing/key.ts';
import { fromLayers } from '../../signing/layers.ts';
import { signatureProblem } from '../../signing/signature.ts';
import { documentTypes, isStatementOf, kindOf } from '../sign/documents.ts';
import { type Finding, Findings } from './findings.ts';

/** What a key says of something published. */
export interface PublishedSignatures {
  readonly findings: readonly Finding[];
  /** The types of the statements about it that the key has signed. */
  readonly attested: readonly string[];
}

/** Why the key has not signed what the reference names by digest, and which statements about it the key has signed. */
export async function publishedSignatures(reference: Reference, key: PublicKey): Promise<PublishedSignatures> {
  const published = await openPublished(reference, 'read');
  const { digest } = published;
  const signed = fromLayers(await published.attached('sig'), await published.attached('att'));
  const place = referenceText(reference);
  const findings = new Findings();
  const subject = { name: `${reference.host}/${reference.repository}`, digest };
  const problem = signatureProblem(signed.signatures, subject, key);
  findings.expect(problem === undefined, place, problem ?? '');
  const statements = statementsBy(signed.attestations, key);
  for (const { predicateType, digests } of statements) {
    const isHere = digests.includes(digest);
    findings.expect(
      isHere,
      place,
      `has an attestation ${predicateType} by this key, but of ${digests[0] ?? 'nothing'}`,
    );
  }
  const attested = [...new Set(statements.map(({ predicateType }) => predicateType))];
  for (const type of attested) {
    const kind = kindOf(type);
    // Other tools may add documents of their own. Ours must be among them.
    const documents = kind === undefined ? [] : await published.documents(documentTypes[kind]);
    const isSame = documents.some((bytes) => statements.some((statement) => isStatementOf(statement, bytes)));
    findings.expect(isSame || documents.length === 0, place, `has another ${kind} than the one that this key attests`);
  }
  return { findings: findings.list, attested };
}
