/** Pushes packages: what they consist of first, and all tags last, so that no tag ever names what is incomplete. */
import { UserError } from '../errors.ts';
import { type Digest, digestOf, isDigest } from '../xpkg/digest.ts';
import { type Artifact, readLayout, rootOf } from './artifact.ts';
import { attach, type AttachedLayer, type Attachment, manifestAt } from './attached.ts';
import { Connection } from './connection.ts';
import { type Credentials, credentialsFor } from './credentials.ts';
import type { Patience } from './patience.ts';
import { parseReference, type RepositoryName } from './reference.ts';
import { refer } from './referrers.ts';
import type { Document } from './tree.ts';
import { type Uploaded, uploadPart } from './upload.ts';

/** Something to push. */
export interface PushItem {
  readonly name: string;
  readonly repository: RepositoryName;
  /** The tag of the version, which never changes. */
  readonly tag: string;
  readonly artifact: Artifact;
  /** Documents about it. @default none */
  readonly referrers?: readonly Artifact[];
  /** Signatures of it, and of statements about it. @default none */
  readonly attachments?: Partial<Readonly<Record<Attachment, readonly AttachedLayer[]>>>;
  /** Whether the registry keeps what it has under the tag, which is no version. @default false */
  readonly yields?: boolean;
}

export interface PushOptions {
  /** Tags that are moved to what is pushed, such as `stable`. @default none */
  readonly pointers?: readonly string[];
  /** Called after each step of an item. */
  readonly report?: (event: PushEvent) => void;
  readonly patience?: Patience;
  /** The bytes of one request. */
  readonly chunk?: number;
}

/** What has just happened to an item: a blob is in the repository, or a tag is set. */
export type PushEvent = { readonly item: PushItem } & (
  | { readonly blob: Digest; readonly size: number; readonly became: Uploaded }
  | { readonly tag: string; readonly before: Digest | undefined }
);

/** What the registry did for an item. */
export interface Pushed {
  readonly name: string;
  /** `host/repository:tag`. */
  readonly reference: string;
  readonly digest: Digest;
  /** Whether the registry had this version already. */
  readonly present: boolean;
  /** The bytes that were sent. */
  readonly uploaded: number;
  /** The bytes that the registry took from another repository of its own. */
  readonly mounted: number;
  /** The pointers that now name it, with what they named before. */
  readonly moved: readonly { readonly tag: string; readonly before: Digest | undefined }[];
}

/** A published version with other bytes than those to push. */
export interface Conflict {
  readonly name: string;
  readonly reference: string;
  readonly published: Digest;
  readonly digest: Digest;
}

/** Either all was pushed, or nothing. */
export type PushResult = { readonly pushed: readonly Pushed[] } | { readonly conflicts: readonly Conflict[] };

/**
 * Pushes the items in their order, unless a version of one is published with other bytes: then nothing is pushed. A version that the
 * registry has is not sent again. Throws a `UserError` if a registry refuses, or fails too often; what was sent until then has no tag.
 */
export async function push(items: readonly PushItem[], options: PushOptions = {}): Promise<PushResult> {
  const login = loginOnce();
  const opened = await Promise.all(items.map((item) => open(item, login, options)));
  const conflicts = opened.flatMap(conflictOf);
  if (conflicts.length > 0) return { conflicts };
  const known = new Map<string, string>();
  const sent: Sent[] = [];
  for (const each of opened) sent.push(await sendContent(each, known, options));
  for (const each of opened) {
    if (each.published === undefined) await moveTag(each, each.item.tag, options);
  }
  const pushed: Pushed[] = [];
  for (const [index, each] of opened.entries()) {
    const moved: { tag: string; before: Digest | undefined }[] = [];
    for (const tag of options.pointers ?? []) {
      const before = await publishedAs(each.connection, tag);
      if (before === each.root.digest) continue;
      await moveTag(each, tag, options, before);
      moved.push({ tag, before });
    }
    const present = each.published !== undefined;
    pushed.push({ ...identityOf(each), digest: each.published ?? each.root.digest, present, ...sent[index]!, moved });
  }
  return { pushed };
}

/** Uploads the package in the OCI layout `folder` to `host/repository:tag`, and returns its digest. Throws a `UserError` as `push` does. */
export async function pushLayout(folder: string, reference: string, options: PushOptions = {}): Promise<Digest> {
  const { host, repository, version: tag } = parseReference(reference) ?? {};
  if (host === undefined || repository === undefined || tag === undefined || isDigest(tag)) {
    throw new UserError(`cannot push to ${reference}: write host/repository:tag`);
  }
  const artifact = await readLayout(folder);
  const result = await push([{ name: repository, repository: { host, repository }, tag, artifact }], options);
  if ('pushed' in result) return rootOf(artifact).digest;
  const [{ published }] = result.conflicts as [Conflict];
  throw new UserError(`${reference} is published as ${published}, and a published version never changes`);
}

/** An item whose registry has answered. */
interface Opened {
  readonly item: PushItem;
  readonly root: Document;
  readonly connection: Connection;
  /** What its version is in the registry. */
  readonly published: Digest | undefined;
}

type Sent = Pick<Pushed, 'uploaded' | 'mounted'>;

async function open(
  item: PushItem,
  login: (host: string) => Promise<Credentials | undefined>,
  { patience }: PushOptions,
): Promise<Opened> {
  const { host, repository } = item.repository;
  const connection = new Connection(item.repository, {
    task: `cannot push ${host}/${repository}:${item.tag}`,
    scopes: [`repository:${repository}:pull,push`],
    login,
    ...(patience && { patience }),
  });
  return { item, root: rootOf(item.artifact), connection, published: await publishedAs(connection, item.tag) };
}

function identityOf({ item: { name, repository, tag }, root: { digest } }: Opened) {
  return { name, reference: `${repository.host}/${repository.repository}:${tag}`, digest };
}

function conflictOf(opened: Opened): Conflict[] {
  const { published, root, item } = opened;
  return published === undefined || published === root.digest || item.yields === true
    ? []
    : [{ ...identityOf(opened), published }];
}

/** The digest of what a tag names; undefined if there is no such tag, or no such repository yet. The registry is not believed: it is counted. */
async function publishedAs(connection: Connection, tag: string): Promise<Digest | undefined> {
  const bytes = await manifestAt(connection, tag);
  return bytes === undefined ? undefined : digestOf(bytes);
}

/** Sends all that an item consists of, without a tag. `known` has a repository that has a blob, by host and digest. */
async function sendContent(
  { item, root, connection, published }: Opened,
  known: Map<string, string>,
  { report, chunk }: PushOptions,
): Promise<Sent> {
  const { host, repository } = item.repository;
  const sum = { uploaded: 0, mounted: 0 };
  for (const blob of published === undefined ? item.artifact.blobs : []) {
    const { digest, size } = blob;
    const key = `${host} ${digest}`;
    const became = await uploadPart(connection, { ...blob, mountFrom: known.get(key) ?? blob.mountFrom }, chunk);
    known.set(key, repository);
    if (became !== 'present') sum[became] += size;
    report?.({ item, blob: digest, size, became });
  }
  for (const document of published === undefined ? item.artifact.documents : []) {
    if (document !== root) await putDocument(connection, document, document.digest);
  }
  sum.uploaded += await sendCompanions(connection, root.digest, item);
  return sum;
}

/** Sends what a release says about an item. It comes before the tag, so that nobody finds a version whose signature is missing. */
async function sendCompanions(
  connection: Connection,
  digest: Digest,
  { referrers = [], attachments = {} }: PushItem,
): Promise<number> {
  let sent = referrers.length === 0 ? 0 : await refer(connection, digest, referrers);
  for (const kind of ['att', 'sig'] as const) {
    const layers = attachments[kind] ?? [];
    if (layers.length > 0) sent += await attach(connection, digest, kind, layers);
  }
  return sent;
}

/** Lets the tag name the item, and makes sure that it does. */
async function moveTag(opened: Opened, tag: string, { report }: PushOptions, before?: Digest): Promise<void> {
  const { item, root, connection } = opened;
  const { task } = connection;
  // Somebody else may have pushed the version since it was looked for.
  const found = tag === item.tag ? await publishedAs(connection, tag) : undefined;
  if (found !== undefined && found !== root.digest) {
    throw new UserError(`${task}: somebody has published this version as ${found} meanwhile`);
  }
  await putDocument(connection, root, tag);
  const now = await publishedAs(connection, tag);
  if (now === root.digest) return report?.({ item, tag, before });
  throw new UserError(`${task}: the registry has ${now ?? 'nothing'} as ${tag} in place of ${root.digest}`);
}

async function putDocument(connection: Connection, { mediaType, bytes }: Document, name: string): Promise<void> {
  const headers = { 'content-type': mediaType };
  const answer = await connection.call({ method: 'PUT', path: `manifests/${name}`, headers, body: bytes });
  await answer.discard();
}

/** Finds each login once: a credential helper may ask its user. */
function loginOnce(): (host: string) => Promise<Credentials | undefined> {
  const found = new Map<string, Promise<Credentials | undefined>>();
  return (host) => {
    const login = found.get(host) ?? credentialsFor(host);
    found.set(host, login);
    return login;
  };
}
