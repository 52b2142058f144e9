#!/usr/bin/env node
/*
 * Starts the command line with a Node that is new enough: this one, or the one that npm installed as the package `node`.
 * A very old Node must read this file, to say that it is too old: it has no syntax that is newer than Node 6.
 */
'use strict';
const { spawn } = require('child_process');
const { existsSync } = require('fs');
const { dirname, join } = require('path');

/* The first that runs TypeScript without a flag. */
const needed = [22, 18];

function isNewEnough(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > needed[0] || (parts[0] === needed[0] && parts[1] >= needed[1]);
}

/* The nearest node_modules/.bin/node above the current folder or above this file. */
function installedNode() {
  for (const start of [process.cwd(), __dirname]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const node = join(folder, 'node_modules', '.bin', 'node');
      if (existsSync(node)) return node;
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}

function restartWith(node) {
  const env = Object.assign({}, process.env, { PLANESMITH_RESTARTED: '1' });
  const child = spawn(node, [__filename].concat(process.argv.slice(2)), { stdio: 'inherit', env });
  /* A terminal sends SIGINT to both; any other signal came to this process alone. */
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => refuse());
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse() {
  const lines = [
    'error: planesmith needs Node ' + needed.join('.') + ' or newer, and this is ' + process.versions.node,
    '  hint: install a newer Node, or run `npm ci` in a platform that has the npm package `node`, or else `npm install node@24` in this folder',
  ];
  process.stderr.write(lines.join('\n') + '\n');
  process.exitCode = 2;
}

if (isNewEnough(process.versions.node)) {
  require('./start.cjs')(process.argv.slice(2));
} else {
  const node = process.env.PLANESMITH_RESTARTED ? undefined : installedNode();
  if (node === undefined) refuse();
  else restartWith(node);
}
