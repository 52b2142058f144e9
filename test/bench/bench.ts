/** `npm run bench [-- NAME…]`: measures side by side and prints; a full run also writes test/bench/latest.json. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildTime } from './build.ts';
import { coldStart } from './cold-start.ts';
import { functionCost } from './function-cost.ts';
import { besideServers, sharing } from './measured-process.ts';
import { planTime } from './plan.ts';
import { renderRate } from './render.ts';
import type { Findings } from './row.ts';
import { validateRate } from './validate.ts';

const benchmarks: Readonly<Record<string, () => Promise<Findings>>> = {
  'function-cost': () => besideServers(functionCost),
  'cold-start': () => besideServers(coldStart),
  render: renderRate,
  validate: validateRate,
  build: buildTime,
  plan: planTime,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(', ')}: there are ${Object.keys(benchmarks).join(', ')}`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${availableParallelism()} cores; ${sharing}`);
const findings: Findings[] = [];
for (const [name, measure] of Object.entries(benchmarks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const found = await measure();
  findings.push(found);
  for (const result of found.rows) {
    if ('skipped' in result) console.log(`${result.name}: skipped: ${result.skipped}`);
    else
      console.log(
        `${result.name.padEnd(58)} ${result.median} ${result.unit} (${result.min} to ${result.max}, ${result.runs} runs)`,
      );
  }
  for (const [key, value] of Object.entries(found.ratios)) console.log(`  ${key} ${value}`);
}

const report = {
  date: new Date().toISOString(),
  cores: availableParallelism(),
  node: process.version,
  rows: findings.flatMap(({ rows }) => rows.filter((result) => !('skipped' in result))),
  ratios: Object.assign({}, ...findings.map(({ ratios }) => ratios)) as object,
};
if (chosen.length === 0)
  writeFileSync(join(import.meta.dirname, 'latest.json'), `${JSON.stringify(report, undefined, 2)}\n`);
process.exit(0);
