/** What belongs to a published package: its signatures, and the documents about it. */
import { type Digest, digestOf } from '../xpkg/digest.ts';
import { attach, attachedTo, type AttachedLayer, type Attachment, manifestAt } from './attached.ts';
import { Connection } from './connection.ts';
import { expectDigest } from './manifest.ts';
import type { Patience } from './patience.ts';
import { type Reference, referenceText } from './reference.ts';
import { referring } from './referrers.ts';
import { RegistryError } from './registry-error.ts';

export interface Published {
  /** Of the index, manifest or artifact that the reference names. */
  readonly digest: Digest;
  /** The signatures that it has. */
  attached(kind: Attachment): Promise<readonly AttachedLayer[]>;
  /** Adds signatures. */
  attach(kind: Attachment, layers: readonly AttachedLayer[]): Promise<void>;
  /** The documents of one type. */
  documents(type: string): Promise<readonly Uint8Array[]>;
}

/** What belongs to the package that the reference names. Throws a `RegistryError` if there is none, or if the registry refuses. */
export async function openPublished(
  reference: Reference,
  task: 'read' | 'sign',
  patience?: Patience,
): Promise<Published> {
  const name = referenceText(reference);
  const scope = `repository:${reference.repository}:pull${task === 'sign' ? ',push' : ''}`;
  const connection = new Connection(reference, {
    task: `cannot ${task} ${name}`,
    scopes: [scope],
    ...(patience && { patience }),
  });
  const bytes = await manifestAt(connection, reference.version);
  if (bytes === undefined) {
    throw new RegistryError(`cannot ${task} ${name}: the registry does not have it`, {
      hint: 'publish it first with `planesmith push`',
    });
  }
  const digest = digestOf(bytes);
  if (reference.version.startsWith('sha256:')) expectDigest(bytes, reference.version, name);
  return {
    digest,
    attached: (kind) => attachedTo(connection, digest, kind),
    attach: async (kind, layers) => void (await attach(connection, digest, kind, layers)),
    documents: (type) => referring(connection, digest, type),
  };
}
