#!/usr/bin/env node
/*
 * Runs the program of a kit without rights: it may read the kit and what its command line names, and nothing else. As the kit's own command it
 * runs the kit around it; `planesmith --platform` uses the functions.
 * A very old Node must read this file, to say that it is too old: it has no syntax that is newer than Node 6.
 */
'use strict';
const { spawn } = require('child_process');
const { createHash } = require('crypto');
const { lstatSync, readFileSync, realpathSync } = require('fs');
const { dirname, join, resolve, sep } = require('path');

/* The first with `--permission` for good, and with all that the program uses. */
const needed = [22, 18];

/* What a program may know of its surroundings; the environment of a build has secrets. */
const passed = /^(NO_COLOR|FORCE_COLOR|TERM|COLORTERM|CI|GITHUB_ACTIONS|LANG|LC_ALL|SystemRoot)$/;

function refusal(message, hint) {
  return Object.assign(new Error(message), { hint: hint });
}

/* What `work` returns; anything that it throws is refused with these words. */
function attempt(work, message, hint) {
  try {
    return work();
  } catch (cause) {
    throw Object.assign(refusal(message, hint), { cause: cause });
  }
}

const again = 'take it again from where it was published';
const others = 'name what `planesmith build` writes to dist/kit/, or a folder with its files';

/* What the kit in `folder` says about itself, once each of its files has the digest that it lists. */
function openKit(folder, name) {
  const list = join(folder, 'kit.json');
  const text = attempt(() => readFileSync(list, 'utf8'), name + ' is no kit: it has no kit.json', others);
  const kit = attempt(() => JSON.parse(text), name + ' is damaged: its kit.json is no JSON', again);
  const files = Object((kit || {}).files);
  if (typeof files['kit.mjs'] !== 'string' || typeof kit.engine !== 'string') {
    throw refusal(name + ' is no kit: its kit.json names no program or no engine', again);
  }
  for (const path of Object.keys(files)) {
    const bytes = attempt(() => readFileSync(join(folder, path)), name + ' is damaged: it lacks ' + path, again);
    const digest = 'sha256:' + createHash('sha256').update(bytes).digest('hex');
    if (digest !== files[path]) throw refusal(name + ' is damaged: ' + path + ' has another digest in kit.json', again);
  }
  return kit;
}

/* The paths that a command line names: its words, and what follows `=` in an option, as far as something is there. */
function pathsIn(argv) {
  return argv
    .map((word) => (word[0] === '-' ? word.slice(word.indexOf('=') + 1 || word.length) : word))
    .filter((word) => word !== '' && isThere(word))
    .map((word) => resolve(word));
}

/* What the operating system hides is granted, so that its own reason is told. */
function isThere(path) {
  try {
    return Boolean(lstatSync(path));
  } catch (error) {
    return error.code === 'EACCES';
  }
}

/*
 * What Node is to let the program read. Its tree of permissions loses a folder whose path begins the path of another one, so only the shorter
 * is granted: as it is if the other lies in it, else as a beginning (`/app/claims*` for `claims` and `claims-b`).
 */
function granted(paths) {
  const grants = [];
  for (const path of paths.slice().sort()) {
    const last = grants[grants.length - 1];
    if (last === undefined || !path.startsWith(last.path)) grants.push({ path: path, end: '' });
    else if (path !== last.path && !path.startsWith(join(last.path, sep))) last.end = '*';
  }
  return grants.map((grant) => grant.path + grant.end);
}

/*
 * Runs the program of an opened kit, and returns its process; `done` gets its exit code, or the signal that ended it. It shares the streams of
 * this process, unless `stdio` says otherwise as `spawn` takes it.
 */
function runKit(folder, argv, done, stdio) {
  const home = realpathSync(folder);
  const guard = join(realpathSync(__dirname), 'kit-guard.cjs');
  const flags = granted([home, guard].concat(pathsIn(argv))).map((path) => '--allow-fs-read=' + path);
  const env = {};
  for (const name of Object.keys(process.env)) if (passed.test(name)) env[name] = process.env[name];
  /* Node's permission model does not cover its database, which opens any file that it is told. */
  const hasDatabase = process.allowedNodeEnvironmentFlags.has('--experimental-sqlite');
  const bounds = ['--permission'].concat(hasDatabase ? '--no-experimental-sqlite' : []);
  const args = bounds.concat(flags, ['--require', guard, join(home, 'kit.mjs')], argv);
  const child = spawn(process.execPath, args, { stdio: stdio || 'inherit', env: env });
  /* A terminal sends SIGINT to both; any other signal came to this process alone. */
  const stay = () => undefined;
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', stay);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.on('exit', (code, signal) => {
    process.removeListener('SIGINT', stay);
    for (const each of ['SIGTERM', 'SIGHUP']) process.removeListener(each, forward);
    done(code, signal);
  });
  return child;
}

function main() {
  const own = process.versions.node;
  const parts = own.split('.').map(Number);
  if (parts[0] < needed[0] || (parts[0] === needed[0] && parts[1] < needed[1])) {
    const message = 'this kit needs Node ' + needed.join('.') + ' or newer, and this is ' + own;
    throw refusal(message, 'install a newer Node');
  }
  const folder = dirname(__dirname);
  openKit(folder, folder);
  runKit(folder, process.argv.slice(2), (code, signal) => {
    if (signal === null) process.exit(code);
    else process.kill(process.pid, signal);
  });
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    if (!error.hint) throw error;
    process.stderr.write('error: ' + error.message + '\n  hint: ' + error.hint + '\n');
    process.exitCode = 2;
  }
} else {
  module.exports = { openKit: openKit, runKit: runKit };
}
