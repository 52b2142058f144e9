/** What Git selects for each cluster of a fleet, and what runs there as far as somebody looked. */
import { configurationsFor, type Fleet } from './fleet/index.ts';
import { pulledFrom } from './mirror.ts';
import type { Running } from './running.ts';

/** What was found in a cluster; `unknown` says in a sentence why nothing was. */
export type Runs = Running | { readonly unknown: string };

/** A cluster. */
export interface InventoryRow {
  readonly cluster: string;
  readonly environment: string;
  readonly target: string;
  readonly flavour: string;
  /** The version that Git selects. */
  readonly version: string;
  /** Absent for a cluster in which nobody looked. */
  readonly runs?: Runs;
  /** How many higher versions are published for such a cluster. */
  readonly behind: number;
  readonly channel?: string;
  /** The cluster from which it is promoted. */
  readonly after?: string;
  /** The registry that it pulls from in place of all others. */
  readonly mirror?: string;
  /** Those that Git selects, each as `repository@digest`, with the repository that the cluster pulls from. */
  readonly packages: readonly string[];
  /** The applications whose claims it gets. */
  readonly apps: readonly string[];
}

/** The rows in the order of the clusters' names, each with what was found in the cluster of that name. */
export function inventoryOf(
  { clusters, versions, apps }: Fleet,
  found: ReadonlyMap<string, Runs> = new Map(),
): readonly InventoryRow[] {
  return clusters.map((cluster) => {
    const { name, environment, target, flavour, version, channel, after, mirror } = cluster;
    const published = versions.find((each) => each.version === version);
    const higher = versions.slice(versions.findIndex((each) => each.version === version) + 1);
    const runs = found.get(name);
    const packages = published === undefined ? [] : configurationsFor(published, cluster);
    return {
      cluster: name,
      environment,
      target,
      flavour,
      version,
      ...(runs !== undefined && { runs }),
      behind: higher.filter((each) => configurationsFor(each, cluster).length > 0).length,
      ...(channel !== undefined && { channel }),
      ...(after !== undefined && { after }),
      ...(mirror !== undefined && { mirror }),
      packages: packages.map(({ repository, digest }) => `${pulledFrom(repository, cluster)}@${digest}`),
      apps: apps.filter(({ environments }) => environments?.includes(environment) ?? true).map((app) => app.name),
    };
  });
}

/** Why a row needs somebody: what differs from Git, or why nobody knows. */
export function findingsOf({ runs }: Pick<InventoryRow, 'runs'>): readonly string[] {
  if (runs === undefined) return [];
  return 'unknown' in runs ? [runs.unknown] : runs.differences;
}

/** The inventory as a table of Markdown, without digests. */
export function inventoryMarkdown(rows: readonly InventoryRow[]): string {
  const [columns = [], ...lines] = tableOf(rows);
  return [columns, columns.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The inventory in columns, with a line below each cluster for each of its packages, and for each finding. */
export function inventoryText(rows: readonly InventoryRow[]): string {
  const table = tableOf(rows);
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const below = (row: InventoryRow | undefined) =>
    row === undefined ? [] : [...row.packages, ...findingsOf(row).map((finding) => `! ${finding}`)];
  return lines.map((line, at) => [line, ...below(rows[at - 1]).map((each) => `  ${each}`)].join('\n')).join('\n');
}

const columns = [
  'cluster',
  'version',
  'runs',
  'behind',
  'environment',
  'target',
  'flavour',
  'channel',
  'after',
  'mirror',
  'apps',
] as const;

/** The names of the columns, and a line for each row. What runs has a column if somebody looked into a cluster, and mirrors if there are some. */
function tableOf(rows: readonly InventoryRow[]): readonly (readonly string[])[] {
  const isShown = (column: 'runs' | 'mirror') => rows.some((row) => row[column] !== undefined);
  const shown = columns.filter((column) => (column !== 'runs' && column !== 'mirror') || isShown(column));
  return [shown, ...rows.map((row) => shown.map((column) => cellOf(row, column)))];
}

function cellOf(row: InventoryRow, column: (typeof columns)[number]): string {
  if (column === 'runs') return runsText(row.runs);
  const value = row[column];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The versions that run, with a mark if they are not all that Git selects. */
function runsText(runs: Runs | undefined): string {
  if (runs === undefined) return '';
  if ('unknown' in runs) return 'unknown';
  const configurations = runs.packages.filter(({ kind }) => kind === 'Configuration');
  const versions = [...new Set(configurations.map(({ version = 'unpublished' }) => version))].toSorted();
  return `${versions.join(', ') || 'nothing'}${runs.differences.length > 0 ? ' (differs)' : ''}`;
}
