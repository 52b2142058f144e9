/** Uploads one part of an image, unless the repository has it or takes it from another one ("Pushing Blobs"). */
import { UserError } from '../errors.ts';
import type { Digest } from '../xpkg/digest.ts';
import type { Answer } from './answer.ts';
import type { Connection } from './connection.ts';
import { Attempts } from './patience.ts';
import { RegistryError } from './registry-error.ts';

/** What became of a part: the repository had it, took it from another repository, or received it. */
export type Uploaded = 'present' | 'mounted' | 'uploaded';

export interface Part {
  readonly digest: Digest;
  readonly size: number;
  /** Its bytes from `start` up to `end`. */
  readonly bytes: (start: number, end: number) => Promise<Uint8Array>;
  /** A repository of the same registry that has it, if one is known. */
  readonly mountFrom?: string | undefined;
}

/** The bytes of one request. A cut connection costs at most this much. */
export const usualChunk = 16 << 20;

/** The bytes by which an upload must get on, for its failures not to be counted. */
const worthwhile = 1 << 18;

/** The registry does not know the upload any more, or does not take it in pieces. */
class Restart extends RegistryError {
  readonly inPieces: boolean;

  constructor(message: string, inPieces: boolean) {
    super(message, { passes: true });
    this.inPieces = inPieces;
  }
}

/** Uploads the part; `chunk` bytes at a time, if it is larger. Throws a `UserError` if the registry refuses, or fails too often. */
export async function uploadPart(connection: Connection, part: Part, chunk = usualChunk): Promise<Uploaded> {
  const attempts = new Attempts(connection.patience);
  let inPieces = true;
  for (;;) {
    try {
      if (await isThere(connection, part.digest)) return attempts.isFirst ? 'present' : 'uploaded';
      return await upload(connection, part, inPieces ? chunk : Number.POSITIVE_INFINITY);
    } catch (error) {
      if (error instanceof Restart) inPieces = error.inPieces;
      await attempts.failed(error);
    }
  }
}

async function isThere(connection: Connection, digest: Digest): Promise<boolean> {
  const answer = await connection.call({ method: 'HEAD', path: `blobs/${digest}`, allowed: [404] });
  await answer.discard();
  return answer.ok;
}

async function upload(connection: Connection, part: Part, chunk: number): Promise<Uploaded> {
  // A registry may know a repository that has the part even if we do not (specification, "Mounting a blob").
  const query = new URLSearchParams({ mount: part.digest, ...(part.mountFrom && { from: part.mountFrom }) });
  const begun = await connection.call({ method: 'POST', path: `blobs/uploads/?${query}` });
  await begun.discard();
  if (begun.status === 201) return 'mounted';
  let place = placeIn(connection, begun);
  const least = Number(begun.headers.get('oci-chunk-min-length') ?? 0);
  const size = Math.max(chunk, Number.isSafeInteger(least) ? least : 0);
  const isWhole = part.size <= size;
  if (!isWhole) place = await sendPieces(connection, place, part, size);
  place.searchParams.set('digest', part.digest);
  const headers = { 'content-type': 'application/octet-stream' };
  const body = isWhole ? await part.bytes(0, part.size) : new Uint8Array();
  const end = await connection.once({ method: 'PUT', path: place, headers, body, allowed: [404] });
  await end.discard();
  if (end.status === 404) throw lost(connection);
  return 'uploaded';
}

/** Sends all bytes in pieces, and returns where the upload ends. After a failure it goes on where the registry says. */
async function sendPieces(connection: Connection, start: URL, part: Part, size: number): Promise<URL> {
  const attempts = new Attempts(connection.patience);
  let place = start;
  let offset = 0;
  while (offset < part.size) {
    const end = Math.min(offset + size, part.size);
    try {
      const answer = await sendPiece(connection, place, await part.bytes(offset, end), offset);
      const received = receivedBytes(answer) ?? end;
      place = placeIn(connection, answer);
      if (received <= offset || received > end) throw lost(connection);
      offset = received;
      attempts.succeeded();
    } catch (error) {
      if (error instanceof Restart) throw error;
      await attempts.failed(error);
      // Some registries resume no upload of which they got a part only.
      const answer = await connection.call({ method: 'GET', path: place, allowed: [400, 404, 416] });
      await answer.discard();
      const received = receivedBytes(answer);
      // Registries say `0-0` for one byte and for none. So such an upload begins anew.
      const isUnknown = !answer.ok || received === undefined || received <= 1 || received > end;
      if (isUnknown) throw new Restart((error as Error).message, true);
      place = answer.headers.has('location') ? placeIn(connection, answer) : place;
      if (received - offset >= worthwhile) attempts.succeeded();
      offset = received;
    }
  }
  return place;
}

async function sendPiece(connection: Connection, place: URL, body: Uint8Array, offset: number): Promise<Answer> {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-range': `${offset}-${offset + body.length - 1}`,
  };
  const allowed = [400, 404, 405, 411, 415, 416, 501];
  const answer = await connection.once({ method: 'PATCH', path: place, headers, body, allowed });
  await answer.discard();
  if (answer.ok) return answer;
  if (answer.status === 404 || answer.status === 416) throw lost(connection);
  throw new Restart(`${connection.task}: the registry answers ${answer.status} to a part of a blob`, false);
}

function lost({ task }: Connection): Restart {
  return new Restart(`${task}: the registry lost an upload`, true);
}

/** The number of bytes that the registry has of an upload, from its `Range: 0-<last>`. */
function receivedBytes({ headers }: Answer): number | undefined {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(headers.get('range') ?? '') ?? [];
  return last === undefined ? undefined : Number(last) + 1;
}

/** Where the upload goes on. What is uploaded goes to no other host, and never without TLS if the registry has it. */
function placeIn({ origin, task }: Connection, { headers, url }: Answer): URL {
  const location = headers.get('location');
  const place = location === null ? null : URL.parse(location, url.href);
  if (place === null) throw new UserError(`${task}: the registry names no place to upload to`);
  // Behind a proxy a registry may not know that it is asked by https.
  if (place.host === new URL(origin).host) place.protocol = new URL(origin).protocol;
  if (place.origin === origin) return place;
  throw new UserError(`${task}: the registry sends the upload to ${place.origin}, which is another host`);
}
