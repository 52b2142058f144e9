/*
 * Takes the network, and signals to other processes, from the program of a kit, before anything else in it runs. Node's permission model
 * covers files, processes, threads and addons on every maintained line, but the network only since Node 25, and the file of a trace since 24.
 */
'use strict';
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const trace = require('node:trace_events');

function refuse(what) {
  return () => {
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

const network = 'use the network';
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
take(trace, ['createTracing'], 'write a trace');
syncBuiltinESMExports();

function isQuery(name) {
  return /^(lookup|resolve|reverse)/.test(name);
}
