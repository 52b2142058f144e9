/** Sends one request, and reads its answer, which may be anything: endless, cut off, or silent. */
import { UserError } from '../errors.ts';
import { answerTime, type Patience, retryAfterOf } from './patience.ts';
import { RegistryError } from './registry-error.ts';

/** A request to a registry, or to whom it names. */
export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What the errors of a request say. */
export interface About {
  /** The beginning of every message, such as `cannot read registry.example.org/widgets:v1`. */
  readonly task: string;
  /** The rest of the message if there is no answer. */
  readonly silent: string;
  readonly patience: Patience;
  /** Whether it has answered before, so that it is away for a moment only. @default false */
  readonly hasAnswered?: boolean;
}

/** The answer to the request; a redirection is an answer, too. Throws a `RegistryError` if none comes. */
export async function send(url: URL, { method, headers = {}, body }: Request, about: About): Promise<Answer> {
  const { task, silent, patience, hasAnswered = false } = about;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), answerTime(patience, body?.length ?? 0));
  try {
    const init = { method, headers: { ...headers }, redirect: 'manual' as const, signal: stop.signal };
    // Each request has bytes of its own: fetch takes no view of a shared buffer.
    const response = await fetch(url, body === undefined ? init : { ...init, body: new Uint8Array(body) });
    return new Answer(url, response, stop, about);
  } catch (cause) {
    throw new RegistryError(`${task}: ${silent}`, { passes: hasAnswered ? isAway(cause) : isCut(cause), cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the way to the registry was cut, or it took too long. Asking again helps neither a wrong name nor a wrong certificate. */
function isCut(cause: unknown): boolean {
  const { name, cause: reason } = cause as Error;
  const { code = '' } = (reason ?? {}) as NodeJS.ErrnoException;
  return name === 'AbortError' || /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|UND_ERR_|HPE_)/.test(code);
}

/** The same for a registry that has answered before. */
function isAway(cause: unknown): boolean {
  const { code = '' } = ((cause as Error).cause ?? {}) as NodeJS.ErrnoException;
  return isCut(cause) || /^(ECONNREFUSED|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/.test(code);
}

export class Answer {
  /** Who answered. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly #response: Response;
  readonly #stop: AbortController;
  readonly #about: About;

  constructor(url: URL, response: Response, stop: AbortController, about: About) {
    this.url = url;
    this.status = response.status;
    this.headers = response.headers;
    this.#response = response;
    this.#stop = stop;
    this.#about = about;
  }

  get ok(): boolean {
    return this.#response.ok;
  }

  /** The milliseconds in `Retry-After`. */
  get retryAfter(): number | undefined {
    return retryAfterOf(this.headers.get('retry-after'), Date.now());
  }

  /** The parts of the body. Throws a `UserError` for more than `most` bytes, and a `RegistryError` if fewer come than were promised. */
  async *chunks(most: number): AsyncGenerator<Uint8Array> {
    const { task, patience } = this.#about;
    let length = 0;
    let timer: NodeJS.Timeout | undefined;
    const watch = () => (timer = setTimeout(() => this.#stop.abort(), patience.silence));
    try {
      watch();
      for await (const chunk of this.#response.body ?? []) {
        clearTimeout(timer);
        length += chunk.length;
        if (length > most) throw new UserError(`${task}: an answer has more than ${most} bytes`);
        yield chunk;
        watch();
      }
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new RegistryError(`${task}: the registry stopped answering`, { passes: true, cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The whole body, which has at most `most` bytes. */
  async bytes(most: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.chunks(most)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Ends the answer unread. */
  async discard(): Promise<void> {
    await this.#response.body?.cancel().catch(() => undefined);
  }
}
