/** Measures how many claims are checked a second, compared with `crossplane resource validate`; reading the files counts. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, manifestFiles } from 'planesmith/testing';
import { database } from '../../apis/database.ts';
import platform from '../../planesmith.config.ts';
import { synthesisedFor } from '../cases/platform.ts';
import { locateTool } from '../real/tools/tools.ts';
import { claimTexts } from './claims.ts';
import { type Findings, type Row, type Skipped, growthExponent, ratio, row } from './row.ts';

const counts = [1000, 2000, 4000] as const;
const claimsPerFile = 10;
const rounds = 5;
const work = 'one claim, its YAML file read, all rules checked';

/** Claims a second of our check and of Crossplane's CLI, without the CLI's time to start. */
export async function validateRate(): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-bench-'));
  try {
    for (const count of [1, ...counts]) writeClaims(join(folder, String(count)), count);
    const times = counts.map((count) => ({
      count,
      seconds: measured(rounds, () => judgeAll(join(folder, String(count)), count)),
    }));
    const largest = times.at(-1) ?? { count: 0, seconds: [] };
    const ours = row(
      'validate: planesmith',
      work,
      'claims/s',
      largest.seconds.map((time) => largest.count / time),
    );
    const theirs = await crossplane(folder, largest.count);
    const growth = growthExponent(times.map(({ count, seconds }) => [count, median(seconds)]));
    return {
      rows: [ours, theirs],
      ratios: { ...ratio('validate-vs-crossplane', ours, theirs), 'growth-exponent-validate': growth },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeClaims(folder: string, count: number): void {
  mkdirSync(folder);
  const texts = [...claimTexts(count)];
  for (let index = 0; index < count; index += claimsPerFile)
    writeFileSync(join(folder, `${index}.yaml`), texts.slice(index, index + claimsPerFile).join('---\n'));
}

function judgeAll(folder: string, count: number): void {
  const { claims } = judge(manifestFiles([folder]), platform, { flavour: 'namespaced', strict: false });
  const invalid = claims.find(({ verdict }) => !verdict.valid);
  if (claims.length !== count || invalid !== undefined)
    throw new Error(`${claims.length} of ${count} claims were checked: ${JSON.stringify(invalid?.verdict.errors)}`);
}

async function crossplane(folder: string, count: number): Promise<Row | Skipped> {
  const name = 'validate: crossplane resource validate';
  const tool = await locateTool('crossplane');
  if ('missing' in tool) return { name, skipped: tool.missing };
  const { xrd } = await synthesisedFor(database, 'local', 'namespaced');
  const definition = join(folder, 'xrd.yaml');
  writeFileSync(definition, JSON.stringify(xrd));
  const validate = (claims: string) => () => {
    const printed = execFileSync(
      tool.path,
      [
        'resource',
        'validate',
        definition,
        join(folder, claims),
        '--crossplane-image=',
        `--cache-dir=${join(folder, 'cache')}`,
      ],
      { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    // The CLI skips kinds that it does not know, which would take no time.
    if (!printed.includes(`0 missing schemas, ${claims} success cases`))
      throw new Error(`it checked nothing: ${printed.slice(-200)}`);
  };
  const start = median(measured(3, validate('1')));
  const seconds = measured(3, validate(String(count)));
  return row(
    name,
    `${work}; its start taken off`,
    'claims/s',
    seconds.map((time) => (count - 1) / (time - start)),
  );
}

/** The seconds of each of `runs` runs, after one to warm up. */
function measured(runs: number, run: () => void): number[] {
  return Array.from({ length: runs + 1 }, () => {
    const before = performance.now();
    run();
    return (performance.now() - before) / 1000;
  }).slice(1);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
