/** Asks one repository of a registry: with a login if it is needed, and again if a failure may pass (OCI distribution specification). */
import { UserError } from '../errors.ts';
import { type Answer, type Request, send } from './answer.ts';
import { type Credentials, credentialsFor } from './credentials.ts';
import { type Patience, persistently, usualPatience } from './patience.ts';
import { isSafe, originOf, type RepositoryName } from './reference.ts';
import { RegistryError } from './registry-error.ts';
import { authorizationFor, loginHint } from './token.ts';

/** A request below the repository's address, or to an address that the registry has named. */
export interface Call extends Request {
  readonly path: string | URL;
  /** Statuses besides 200 to 299 that are answers, not errors. */
  readonly allowed?: readonly number[];
}

export interface ConnectionOptions {
  /** The beginning of every message, such as `cannot read registry.example.org/widgets:v1`. */
  readonly task: string;
  /** What a token must be good for at least, such as `repository:widgets:pull,push`. @default what the registry names */
  readonly scopes?: readonly string[];
  /** @default the usual one */
  readonly patience?: Patience;
  /** Finds the login. @default where `docker login` keeps it */
  readonly login?: (host: string) => Promise<Credentials | undefined>;
}

/** The most redirections of one request. */
const mostHops = 5;

/** The most bytes of an error that are read. */
const mostErrorBytes = 1 << 16;

export class Connection {
  readonly name: RepositoryName;
  readonly origin: string;
  readonly task: string;
  readonly patience: Patience;
  readonly #scopes: readonly string[];
  readonly #login: (host: string) => Promise<Credentials | undefined>;
  #authorization: string | undefined;
  #hasAnswered = false;

  constructor(name: RepositoryName, options: ConnectionOptions) {
    const { task, scopes = [], patience = usualPatience, login = credentialsFor } = options;
    this.name = name;
    this.origin = originOf(name);
    this.task = task;
    this.patience = patience;
    this.#scopes = scopes;
    this.#login = login;
  }

  /** The answer. Throws a `RegistryError` if there is none, or if the registry refuses. */
  async call(call: Call): Promise<Answer> {
    return persistently(this.patience, () => this.once(call));
  }

  /** What `use` makes of the answer to a GET; both are repeated if the answer ends early. */
  async read<T>(path: string, accept: string, use: (answer: Answer) => Promise<T>): Promise<T> {
    return persistently(this.patience, async () => use(await this.once({ method: 'GET', path, headers: { accept } })));
  }

  /** Like `call`, but with a single attempt. */
  async once({ path, allowed = [], ...request }: Call): Promise<Answer> {
    const url = path instanceof URL ? path : new URL(`${this.origin}/v2/${this.name.repository}/${path}`);
    let answer = await this.#follow(url, request);
    // Also if there is a token already: it may have expired, or be good for too little.
    if (answer.status === 401 && answer.url.origin === this.origin) {
      await answer.discard();
      await this.#authorise(answer.headers.get('www-authenticate') ?? '');
      answer = await this.#follow(url, request);
    }
    if (answer.ok || allowed.includes(answer.status)) return answer;
    throw await this.#refusal(answer, `${request.method} ${path instanceof URL ? path.pathname : path}`);
  }

  async #authorise(challenge: string): Promise<void> {
    const { task, origin, patience } = this;
    const { host } = this.name;
    const asking = { task, host, origin, patience, scopes: this.#scopes };
    this.#authorization = await authorizationFor(challenge, asking, await this.#login(host));
  }

  /** Sends the request, and follows redirections of reads, as to the stores of large registries. The login goes to the registry alone. */
  async #follow(first: URL, request: Request): Promise<Answer> {
    let url = first;
    for (let hops = 0; ; hops += 1) {
      const isOwn = url.origin === this.origin;
      const authorization = isOwn ? this.#authorization : undefined;
      const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) };
      const silent = `no registry answers at ${url.origin}`;
      const { task, patience } = this;
      const answer = await send(
        url,
        { ...request, headers },
        { task, silent, patience, hasAnswered: this.#hasAnswered },
      );
      if (isOwn) this.#hasAnswered = true;
      if (answer.status < 300 || answer.status >= 400) return answer;
      await answer.discard();
      url = this.#redirected(answer, request.method, hops);
    }
  }

  #redirected({ headers, status, url }: Answer, method: string, hops: number): URL {
    const location = headers.get('location');
    const next = location === null ? null : URL.parse(location, url.href);
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead || next === null || hops === mostHops) {
      throw new RegistryError(`${this.task}: the registry answers ${status} to ${method} ${url.pathname}`, { status });
    }
    if (isSafe(next, this.origin)) return next;
    throw new UserError(`${this.task}: the registry sends us to ${next.origin}, where others can read and change all`);
  }

  async #refusal(answer: Answer, request: string): Promise<RegistryError> {
    const { status, retryAfter } = answer;
    const reason = reasonIn(await answer.bytes(mostErrorBytes).catch(() => new Uint8Array()));
    const said = reason === undefined ? '' : ` (${reason})`;
    return new RegistryError(`${this.task}: the registry answers ${status} to ${request}${said}`, {
      status,
      retryAfter,
      ...((status === 401 || status === 403) && { hint: loginHint(this.name) }),
      ...(status === 404 &&
        request.startsWith('POST') && { hint: 'create the repository, if the registry makes none by itself' }),
    });
  }
}

/** The first error that the registry explains, in one line (OCI distribution specification, "Error codes"). */
function reasonIn(bytes: Uint8Array): string | undefined {
  try {
    const { errors } = JSON.parse(new TextDecoder().decode(bytes)) as { errors: { code: string; message?: string }[] };
    const [{ code, message }] = errors as [(typeof errors)[number]];
    return [code, message].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ').slice(0, 300);
  } catch {
    return undefined;
  }
}
