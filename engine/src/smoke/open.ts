/** Opens what a claim provides, if this machine can reach it: by a login if its protocol is known, else by a connection. */
import { connect } from 'node:net';
import { askPostgresql } from './postgresql.ts';
import { askRedis } from './redis.ts';
import { endpointIn, type Endpoint, type Login, loginIn, type SecretData } from './secret.ts';

/** What became of an attempt to open what a Secret names. Nothing in it is a value of the Secret but host, port and user. */
export interface Opened {
  readonly passed: boolean;
  readonly says: string;
}

/** Opens what a Secret names; undefined if it names nothing. Never rejects. */
export type Opener = (data: SecretData) => Promise<Opened | undefined>;

/** How long a server may take to take a connection, and then to let somebody in. */
export interface OpenPatience {
  readonly connectMs: number;
  readonly logInMs: number;
}

const usual: OpenPatience = { connectMs: 3000, logInMs: 10_000 };

/**
 * Opens the server of the Secret. One that this machine does not reach is no failure, since many networks are closed. One that it reaches must let
 * in the user of the Secret, over TLS if its address asks for that.
 */
export async function openServer(data: SecretData, patience: OpenPatience = usual): Promise<Opened | undefined> {
  const login = loginIn(data);
  const endpoint = login ?? endpointIn(data);
  if (endpoint === undefined) return undefined;
  const place = `${endpoint.host}:${endpoint.port}`;
  const problem = await connectionProblem(endpoint, patience.connectMs);
  if (problem !== undefined) return { passed: true, says: `${place} was not opened: ${problem}` };
  return login === undefined
    ? { passed: true, says: `${place} takes connections` }
    : await loggedIn(login, place, patience.logInMs);
}

/** Why the address takes no connection; undefined if it does. */
function connectionProblem({ host, port }: Endpoint, patienceMs: number): Promise<string | undefined> {
  const unreached = 'this machine does not reach it';
  return new Promise((done) => {
    const socket = connect({ host, port });
    const end = (problem: string | undefined) => {
      socket.destroy();
      done(problem);
    };
    socket.setTimeout(patienceMs, () => end(unreached));
    socket.on('connect', () => end(undefined));
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => end(`${unreached} (${code})`));
  });
}

const protocols = {
  postgresql: { ask: askPostgresql, command: 'SELECT 1' },
  redis: { ask: askRedis, command: 'PING' },
} as const;

async function loggedIn(login: Login, place: string, patienceMs: number): Promise<Opened> {
  const { ask, command } = protocols[login.protocol];
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error(`it does not answer within ${patienceMs / 1000} s`)), patienceMs);
  try {
    await ask(login, over.signal);
    const how = login.tls === undefined ? 'without TLS' : 'over TLS';
    return { passed: true, says: `${place} lets ${login.username} in ${how} and answers ${command}` };
  } catch (error) {
    return { passed: false, says: `${place} does not let ${login.username} in: ${reasonOf(error, login)}` };
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong, in one line, without the password in whatever form a server or a library repeats it. */
function reasonOf(error: unknown, { password }: Login): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return [password, encodeURIComponent(password)].reduce((text, secret) => text.replaceAll(secret, '***'), line);
}
