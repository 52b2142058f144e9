#!/usr/bin/env node
/* Starts the command line with a Node that runs TypeScript: this one, or the one that npm installed as the package `node`. */
import { spawn } from 'child_process';
import { existsSync } from 'fs';
import module from 'module';
import { homedir } from 'os';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const needed = [24, 15];
const file = fileURLToPath(import.meta.url);

function isNewEnough(version) {
  const parts = version.split('.').map(Number);
  return parts[0] > needed[0] || (parts[0] === needed[0] && parts[1] >= needed[1]);
}

/* The nearest node_modules/.bin/node above the current folder or above this file. */
function installedNode() {
  for (const start of [process.cwd(), dirname(file)]) {
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
  const child = spawn(node, [file].concat(process.argv.slice(2)), { stdio: 'inherit', env });
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
  process.stderr.write(
    'error: planesmith needs Node ' +
      needed.join('.') +
      ' or newer, and this is ' +
      process.versions.node +
      '\n' +
      '  hint: run `npm ci` in the folder of the platform, which installs one, or install a newer Node\n',
  );
  process.exitCode = 2;
}

/* Compiled once per user, commands start in half the time; a cache that cannot be written is left out by Node. */
function enableCompileCache() {
  const cache = process.env.XDG_CACHE_HOME || (homedir() && join(homedir(), '.cache'));
  if (cache && !process.env.NODE_COMPILE_CACHE) module.enableCompileCache(join(cache, 'planesmith', 'compiled'));
}

if (isNewEnough(process.versions.node)) {
  enableCompileCache();
  import('../src/cli/main.ts').then((cli) => cli.main(process.argv.slice(2)));
} else {
  const node = process.env.PLANESMITH_RESTARTED ? undefined : installedNode();
  if (node === undefined) refuse();
  else restartWith(node);
}
