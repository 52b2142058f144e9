/** A small client of the test's own API server. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { stringify } from 'yaml';

/** A Kubernetes object as the API server gives it. */
export interface Item {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    generation?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: { kind: string; name: string; uid: string; controller?: boolean }[];
    creationTimestamp?: string;
    deletionTimestamp?: string;
    finalizers?: string[];
  };
  // Only the test knows which fields of a spec or status it reads.
  // oxlint-disable-next-line typescript/no-explicit-any
  [field: string]: any;
}

/** The answer with which the API server refused. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Client {
  /** The object at a path such as `/api/v1/namespaces/a/secrets/b`, or undefined if it does not exist. */
  get(path: string): Promise<Item | undefined>;
  list(path: string): Promise<Item[]>;
  create(path: string, object: object): Promise<Item>;
  /** Server-side apply, as `kubectl apply --server-side`. */
  apply(path: string, object: object, manager?: string): Promise<Item>;
  /** Merge patch; `path` may end in `/status`. */
  patch(path: string, patch: object): Promise<Item>;
  remove(path: string, propagation?: 'Background' | 'Foreground'): Promise<void>;
  /** Whether a plain GET succeeds, as of `/readyz`. */
  answers(path: string): Promise<boolean>;
}

/** Returns undefined for an object that does not exist. */
function absent(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}

/** A client of the server at `https://127.0.0.1:<port>`, which must present the expected self-signed certificate. */
export function connect(port: number, caFile: string, token: string): Client {
  const send = (method: string, path: string, body?: object, type = 'application/json'): Promise<Item> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, method, ca: readFileSync(caFile) };
      const content = body && (type.endsWith('yaml') ? stringify(body) : JSON.stringify(body));
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': type,
        // Node sends no length with a DELETE, and the server then takes its body for the next request.
        ...(content !== undefined && { 'content-length': Buffer.byteLength(content) }),
      };
      const req = request({ ...options, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          if (status < 300) return resolve(text.startsWith('{') ? (JSON.parse(text) as Item) : ({ text } as never));
          reject(new ApiError(status, text.startsWith('{') ? (JSON.parse(text) as { message: string }).message : text));
        });
      });
      req.on('error', reject);
      req.end(content);
    });

  return {
    get: (path) => send('GET', path).catch(absent),
    list: async (path) => ((await send('GET', path).catch(absent))?.['items'] ?? []) as Item[],
    create: (path, object) => send('POST', path, object),
    apply: (path, object, manager = 'test') =>
      send('PATCH', `${path}?fieldManager=${manager}&force=true`, object, 'application/apply-patch+yaml'),
    patch: (path, patch) => send('PATCH', path, patch, 'application/merge-patch+json'),
    async remove(path, propagation = 'Background') {
      await send('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: propagation }).catch(
        absent,
      );
    },
    answers: (path) =>
      send('GET', path).then(
        () => true,
        () => false,
      ),
  };
}
