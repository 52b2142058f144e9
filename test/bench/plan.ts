/** Measures how long a plan of many claims takes: the whole command, with the start of three processes and the claims read from files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRelease, writeTree } from 'planesmith/release';
import { hostArchitecture } from 'planesmith/xpkg';
import { stringify } from 'yaml';
import platform from '../../planesmith.config.ts';
import { example } from '../cases/claims.ts';
import { type Findings, growthExponent, row } from './row.ts';

const counts = [1000, 10_000] as const;
const claimsPerFile = 10;
const rounds = 3;
const root = resolve(import.meta.dirname, '../..');
const command = join(root, 'engine/bin/planesmith.cjs');

/** Seconds of `planesmith plan` for claims of all APIs, against a kit of this platform as it is. */
export async function planTime(): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-bench-'));
  try {
    const options = { only: [], architectures: [hostArchitecture()], release: false, config: 'planesmith.config.ts' };
    const { files } = await buildRelease(platform, root, options);
    const kit = files.filter(({ path }) => path.startsWith('kit/'));
    await writeTree(join(folder, 'dist'), kit);
    const rows = counts.map((count) => {
      const claims = join(folder, String(count));
      writeClaims(claims, count);
      const plan = () => planned(claims, join(folder, 'dist', kit[0]?.path ?? ''), count);
      return row(`plan: ${count} claims`, 'YAML read, both releases settled and compared', 's', seconds(plan));
    });
    const growth = growthExponent(rows.map(({ median }, index) => [counts[index] ?? Number.NaN, median]));
    return { rows, ratios: { 'growth-exponent-plan': growth } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Claims of all APIs in turn, no two of one name. */
function writeClaims(folder: string, count: number): void {
  mkdirSync(folder);
  const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.yaml'));
  const examples = files.toSorted().map(example);
  const texts = Array.from({ length: count }, (_, index) => {
    const claim = examples[index % examples.length] ?? example('cache.yaml');
    const { namespace, ...metadata } = claim.metadata;
    const place = namespace === undefined ? {} : { namespace: `team-${index % 40}` };
    return stringify({ ...claim, metadata: { ...metadata, ...place, name: `claim-${index}` } });
  });
  for (let index = 0; index < count; index += claimsPerFile)
    writeFileSync(join(folder, `${index}.yaml`), texts.slice(index, index + claimsPerFile).join('---\n'));
}

function planned(claims: string, kit: string, count: number): void {
  const place = ['--target', 'incluster', '--environment', 'prod'];
  const printed = execFileSync(process.execPath, [command, 'plan', claims, '--against', kit, ...place], {
    cwd: root,
    encoding: 'utf8',
  });
  if (!printed.startsWith(`plan: nothing changes for any of ${count} claims\n`) || printed.includes('refused there'))
    throw new Error(`the claims were not all planned: ${printed.slice(0, 300)}`);
}

function seconds(run: () => void): number[] {
  return Array.from({ length: rounds }, () => {
    const before = performance.now();
    run();
    return (performance.now() - before) / 1000;
  });
}
