/** Logs in to a Redis, or what speaks its protocol, and pings it. Why no library does: docs/decisions/smoke.md. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Login } from './secret.ts';

/** Resolves once the server has answered `PING`. Rejects with what it says, or once the signal ends the attempt. */
export async function askRedis(login: Login, signal: AbortSignal): Promise<void> {
  const socket = opened(login);
  const end = () => socket.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    const replies = repliesOf(socket);
    await ask(socket, replies, ['AUTH', login.username, login.password]);
    const answer = await ask(socket, replies, ['PING']);
    if (answer !== 'PONG') throw new Error(`it answers PING with ${answer}`);
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroy();
  }
}

function opened({ host, port, tls }: Login): Socket {
  if (tls === undefined) return connect({ host, port });
  const trust = { rejectUnauthorized: tls.isChecked, ...(tls.ca !== undefined && { ca: tls.ca }) };
  return connectTls({ host, port, ...trust });
}

/** Sends a command, as an array of bulk strings (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
async function ask(socket: Socket, replies: AsyncGenerator<string>, command: readonly string[]): Promise<string> {
  const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${words.join('')}`);
  const { value } = (await replies.next()) as IteratorResult<string, undefined>;
  if (value === undefined) throw new Error('it closed the connection');
  if (value.startsWith('+')) return value.slice(1);
  throw new Error(value.startsWith('-') ? value.slice(1) : 'it does not speak the protocol of Redis');
}

/** More than any reply to these commands. */
const mostCharacters = 4096;

/** The lines that the server sends. Both commands are answered by one. */
async function* repliesOf(socket: Socket): AsyncGenerator<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) {
    text += String(chunk);
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
    if (text.length > mostCharacters) throw new Error('it does not speak the protocol of Redis');
  }
}
