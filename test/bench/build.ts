/** Measures builds: of the whole platform, and of a thousand APIs compared with `crossplane xpkg build`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRelease, writeTree } from 'planesmith/release';
import { api, defaulted, integer, object, oneOf, optional, string } from 'planesmith/schema';
import { synthesise } from 'planesmith/synth';
import { buildConfigurationPackage, hostArchitecture } from 'planesmith/xpkg';
import platform from '../../planesmith.config.ts';
import { locateTool } from '../real/tools/tools.ts';
import { type Findings, type Row, type Skipped, growthExponent, ratio, row } from './row.ts';

const counts = [250, 500, 1000, 2000] as const;
/** The number of APIs for the comparison with Crossplane's CLI. */
const compared = 1000;
const rounds = 3;
const root = resolve(import.meta.dirname, '../..');

/** Seconds for this repository's platform, and for packages of many APIs. */
export async function buildTime(): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-bench-'));
  try {
    const shipped = await platformSeconds(folder);
    const many = await manySeconds(folder);
    const theirs = await crossplaneSeconds(join(folder, 'manifests', `many-${compared}`));
    return {
      rows: [shipped, ...many.map(({ row: result }) => result), theirs],
      ratios: {
        ...ratio('build-1000-vs-xpkg-build', many.find(({ count }) => count === compared)?.row, theirs),
        'build-platform-seconds': shipped.median,
        'growth-exponent-build': growthExponent(many.map(({ count, row: result }) => [count, result.median])),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds of this repository's platform, without the first one, which fills the cache of layers. */
async function platformSeconds(folder: string): Promise<Row> {
  const options = { only: [], architectures: [hostArchitecture()], release: false };
  const build = async () => writeTree(join(folder, 'dist'), (await buildRelease(platform, root, options)).files);
  return row('build: this platform', 'everything in dist/, layers of Node cached', 's', await measured(rounds, build));
}

/** A row for each count. The counts take turns, so that the program is equally warm for all of them. */
async function manySeconds(folder: string): Promise<readonly { readonly count: number; readonly row: Row }[]> {
  const seconds = counts.map((count) => ({ count, values: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { count, values } of seconds) {
      const before = performance.now();
      await buildMany(count, folder);
      // The first round warms up.
      if (round > 0) values.push((performance.now() - before) / 1000);
    }
  }
  const work = 'XRDs and Compositions synthesised, packaged and written';
  return seconds.map(({ count, values }) => ({ count, row: row(`build: ${count} APIs`, work, 's', values) }));
}

/** Builds a package of `count` APIs on one target, and writes the manifests and the archive to `folder`. */
async function buildMany(count: number, folder: string): Promise<void> {
  const apis = Object.fromEntries(Array.from({ length: count }, (_, index) => [`api${index}`, anApi(index)]));
  const name = `many-${count}`;
  const platform = { name, group: 'bench.example.org', version: '0.1.0', functionName: 'bench', apis };
  const { objects } = await synthesise(
    { ...platform, loadCompositions: async () => ({}) },
    {
      name,
      apis: Object.keys(apis),
      targets: ['local'],
      flavour: 'namespaced',
    },
  );
  const { files } = await buildConfigurationPackage({ name, version: '0.1.0', crossplane: '>=v2.4.0', objects });
  const prefix = `manifests/${name}/`;
  const manifests = files.filter(({ path }) => path.startsWith(prefix));
  await writeTree(
    join(folder, 'manifests', name),
    manifests.map((manifest) => ({ ...manifest, path: manifest.path.slice(prefix.length) })),
  );
  await writeTree(
    join(folder, 'packages', name),
    files.filter(({ path }) => path.startsWith('packages/')),
  );
}

const anApi = (index: number) =>
  api({
    kind: `Thing${index}`,
    description: `The thing number ${index}.`,
    targets: ['local'],
    spec: object({
      size: defaulted(oneOf('How big it is.', ['small', 'medium', 'large']), 'small'),
      storageGB: defaulted(integer('How much it keeps, in GB.', { minimum: 1, maximum: 1000 }), 10),
      version: optional(string('Its version.', { maxLength: 20 })),
    }),
    recorded: object({ version: string('The version in use.', { maxLength: 20 }) }),
    status: object({ endpoint: optional(string('Where it listens.', { maxLength: 253 })) }),
    secret: {},
  });

async function crossplaneSeconds(manifests: string): Promise<Row | Skipped> {
  const name = `build: crossplane xpkg build, ${compared} APIs`;
  const tool = await locateTool('crossplane');
  if ('missing' in tool) return { name, skipped: tool.missing };
  const args = [
    'xpkg',
    'build',
    `--package-root=${manifests}`,
    `--examples-root=${manifests}/none`,
    '-o',
    `${manifests}.xpkg`,
  ];
  const seconds = await measured(rounds, async () => void execFileSync(tool.path, args, { stdio: 'pipe' }));
  return row(name, 'the same manifests, read and packaged only', 's', seconds);
}

/** The seconds of each of `runs` runs, after one to warm up. */
async function measured(runs: number, run: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let index = 0; index <= runs; index += 1) {
    const before = performance.now();
    await run();
    if (index > 0) seconds.push((performance.now() - before) / 1000);
  }
  return seconds;
}
