/* Loads the command line: its sources in a checkout, or the JavaScript of the npm package, which has no sources. */
'use strict';
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { join } = require('node:path');

/* Compiled once per user, commands start in half the time; a cache that cannot be written is left out by Node. */
function useCompileCache() {
  const cache = process.env.XDG_CACHE_HOME || (homedir() && join(homedir(), '.cache'));
  if (cache && !process.env.NODE_COMPILE_CACHE) enableCompileCache(join(cache, 'planesmith', 'compiled'));
}

module.exports = async (argv) => {
  useCompileCache();
  const source = join(__dirname, '../src/cli/main.ts');
  const { main } = await import(existsSync(source) ? source : '../dist/cli/main.js');
  await main(argv);
};
