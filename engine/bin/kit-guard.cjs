/*
 * Takes from the program of a kit, before anything else in it runs, what Node's permission model leaves it on some maintained line: the
 * network, which Node refuses only since 25, signals to other processes, and the parts of Node that write files by themselves.
 */
'use strict';
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const v8 = require('node:v8');

/* Some of what it replaces is called with `new`, which an arrow function cannot be. */
function refuse(what) {
  return function refused() {
    throw Object.assign(new Error(`a kit may not ${what}`), { code: 'ERR_ACCESS_DENIED' });
  };
}

/* Replaces the functions for good; http, https, http2, tls and fetch all come through these. */
function take(object, names, what) {
  for (const name of names) {
    if (typeof object[name] !== 'function') continue;
    Object.defineProperty(object, name, { value: refuse(what), writable: false, configurable: false });
  }
}

/* A part of Node that this one may lack, and of which it warns that it is new. */
function partOf(name) {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return require(name);
  } catch {
    return {};
  } finally {
    process.emitWarning = emitWarning;
  }
}

/* The natives below every socket, which a kit reaches by those of its streams and of TLS. Neither of these two connects to anything. */
function handles() {
  return [{ port: 9, host: 'nowhere', lookup: () => undefined }, { path: '/dev/null/nothing' }].flatMap((options) => {
    const socket = new net.Socket().on('error', () => undefined);
    socket.connect(options);
    const { _handle: handle } = socket;
    socket.destroy();
    return handle ? [Object.getPrototypeOf(handle)] : [];
  });
}

const network = 'use the network';
for (const handle of handles()) take(handle, ['bind', 'bind6', 'listen', 'connect', 'connect6'], network);
take(net.Socket.prototype, ['connect'], network);
take(net.Server.prototype, ['listen', '_listen2'], network);
take(net, ['_createServerHandle'], network);
take(dgram.Socket.prototype, ['bind', 'connect', 'send'], network);
take(dgram, ['createSocket', 'Socket', '_createSocketHandle'], network);
for (const resolver of [dns, dns.promises]) {
  take(resolver.Resolver.prototype, Object.getOwnPropertyNames(resolver.Resolver.prototype).filter(isQuery), network);
  take(resolver, ['Resolver', ...Object.keys(resolver).filter(isQuery)], network);
}
take(process, ['kill', '_kill', '_debugProcess', '_debugEnd'], 'signal other processes');
const files = 'write files';
take(partOf('node:sqlite'), ['DatabaseSync', 'backup'], files);
take(partOf('node:trace_events'), ['createTracing'], files);
take(v8, ['setFlagsFromString', 'setHeapSnapshotNearHeapLimit'], files);
syncBuiltinESMExports();

/* Until the program has started and reports its own errors. The reason is text from elsewhere. */
let isTold = false;
function tellOf(text) {
  const [line] = String(text).split('\n');
  const reason = line.replaceAll(/[^\x20-\x7e]/g, '?');
  process.stderr.write(
    `error: the kit does not start: ${reason}\n  hint: tell those who publish it, or take another version\n`,
  );
  isTold = true;
}
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  tellOf((error && error.message) || error);
  process.exit(70);
});
/* Code that ends the process while it is loaded chooses the exit code, which would read as a verdict on claims. Node itself ends with 13. */
process.on('exit', (code) => {
  if (isTold || process.listenerCount('uncaughtException') > 1) return;
  tellOf(code === 13 ? 'a top-level `await` in it never ends' : `its code ends the process with exit code ${code}`);
  process.exitCode = 2;
});

function isQuery(name) {
  return /^(lookup|resolve|reverse)/.test(name);
}
