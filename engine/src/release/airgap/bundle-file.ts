/** The files that make an OCI image layout a bundle: what is in it, and what it leaves to an earlier one. */
import { Ajv } from 'ajv';
import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { File } from '../../files.ts';
import { type Descriptor, parseReference } from '../../registry/index.ts';
import { descriptorOf, mediaTypes } from '../../xpkg/blob.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { tagKey } from '../../xpkg/layout.ts';
import { byPlace, type Entry, type EntryKind, placeOf } from './entries.ts';

/** The file that says that a layout is a bundle. */
export const bundleFile = 'bundle.json';

/** The annotation with the kind of an entry. */
export const kindKey = 'dev.planesmith.kind';

/** What a bundle knows of a blob or a document. */
export interface BundledBlob {
  /** In bytes. */
  readonly size: number;
  /** A repository that has it, outside. */
  readonly repository: string;
}

/** The content of bundle.json. */
export interface BundleFile {
  readonly form: 1;
  readonly platform: string;
  readonly version: string;
  /** The inner registry for which image-configs.yaml is. */
  readonly to?: string;
  /** Everything that the entries consist of, by digest. */
  readonly blobs: Readonly<Record<Digest, BundledBlob>>;
  /** Blobs that an earlier bundle has, and this one leaves out, with the repository that got them then. */
  readonly leftOut: Readonly<Record<Digest, string>>;
}

/** An entry with the descriptor of its root. */
export interface BundledEntry extends Entry {
  readonly mediaType: string;
  /** Of the root, in bytes. */
  readonly size: number;
}

/** The index of the layout: every entry by its whole reference, so that `skopeo` and others find it. */
export function indexFile(entries: readonly BundledEntry[]): File {
  const manifests = entries.toSorted(byPlace).map((entry) => {
    const annotations = { [kindKey]: entry.kind, [tagKey]: placeOf(entry) };
    return descriptorOf(entry, { annotations });
  });
  return { path: 'index.json', content: JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }) };
}

const kinds: ReadonlySet<string> = new Set<EntryKind>([
  'package',
  'kit',
  'provider',
  'function',
  'operator',
  'chart',
  'image',
  'base',
  'attached',
]);

/** The entry of a descriptor in the index; a sentence if it is none. */
export function entryIn({ digest, mediaType, size, annotations = {} }: Descriptor): BundledEntry | string {
  const reference = parseReference(String(annotations[tagKey]));
  const kind = annotations[kindKey];
  if (reference === undefined || reference.version.startsWith('sha256:')) return `${digest} has no reference`;
  if (!isKind(kind)) return `${digest} is of the unknown kind ${JSON.stringify(kind)}`;
  if (mediaType === undefined || size === undefined) return `${annotations[tagKey]} has no size`;
  return { kind, reference, digest, mediaType, size };
}

function isKind(kind: string | undefined): kind is EntryKind {
  return kind !== undefined && kinds.has(kind);
}

/** The file, whose digests are in order. */
export function bundleJson({ blobs, leftOut, ...rest }: BundleFile): File {
  const content = { ...rest, blobs: inOrder(blobs), leftOut: inOrder(leftOut) };
  return { path: bundleFile, content: `${JSON.stringify(content, null, 1)}\n` };
}

function inOrder<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const text = { type: 'string' };
const byDigest = (value: object) => ({
  type: 'object',
  propertyNames: { pattern: '^sha256:[0-9a-f]{64}$' },
  additionalProperties: value,
});
const schema = {
  type: 'object',
  required: ['form', 'platform', 'version', 'blobs', 'leftOut'],
  additionalProperties: false,
  properties: {
    form: { const: 1 },
    platform: text,
    version: text,
    to: text,
    blobs: byDigest({
      type: 'object',
      required: ['size', 'repository'],
      additionalProperties: false,
      properties: { size: { type: 'integer', minimum: 0 }, repository: text },
    }),
    leftOut: byDigest(text),
  },
};

/** What the bytes of bundle.json say. Throws a `UserError` that names `path` if they are none. */
export function readBundleJson(bytes: Uint8Array, path: string): BundleFile {
  const hint = '`planesmith bundle --airgap` writes it';
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new UserError(`${path} is no JSON`, { hint, cause });
  }
  const isBundle = new Ajv({ strict: false }).compile<BundleFile>(schema);
  if (isBundle(value)) return value;
  const [{ instancePath, message = '' } = { instancePath: '' }] = isBundle.errors ?? [];
  throw new UserError(`${path} is no list of a bundle: ${instancePath || 'it'} ${message}`, { hint });
}

/** The list of an earlier bundle: of its folder, or of its bundle.json alone. Throws a `UserError` if there is none. */
export async function earlierBundle(path: string): Promise<BundleFile> {
  const file = path.endsWith('.json') ? path : `${path}/${bundleFile}`;
  const bytes = await readFile(file).catch((cause: Error) => {
    const hint = `name the folder of the earlier bundle, or its ${bundleFile}`;
    throw new UserError(`cannot read the earlier bundle: ${cause.message}`, { hint, cause });
  });
  return readBundleJson(bytes, file);
}
