/** What runs where: a row for each cluster of a fleet. */
import { configurationsFor, type Fleet } from './fleet/index.ts';

/** What a cluster runs. */
export interface InventoryRow {
  readonly cluster: string;
  readonly environment: string;
  readonly target: string;
  readonly flavour: string;
  readonly version: string;
  /** How many higher versions are published for such a cluster. */
  readonly behind: number;
  readonly channel?: string;
  /** The cluster from which it is promoted. */
  readonly after?: string;
  /** Each as `repository@digest`. */
  readonly packages: readonly string[];
  /** The applications whose claims it gets. */
  readonly apps: readonly string[];
}

/** The rows in the order of the clusters' names. */
export function inventoryOf({ clusters, versions, apps }: Fleet): readonly InventoryRow[] {
  return clusters.map((cluster) => {
    const { name, environment, target, flavour, version, channel, after } = cluster;
    const published = versions.find((each) => each.version === version);
    const higher = versions.slice(versions.findIndex((each) => each.version === version) + 1);
    const packages = published === undefined ? [] : configurationsFor(published, cluster);
    return {
      cluster: name,
      environment,
      target,
      flavour,
      version,
      behind: higher.filter((each) => configurationsFor(each, cluster).length > 0).length,
      ...(channel !== undefined && { channel }),
      ...(after !== undefined && { after }),
      packages: packages.map(({ repository, digest }) => `${repository}@${digest}`),
      apps: apps.filter(({ environments }) => environments?.includes(environment) ?? true).map((app) => app.name),
    };
  });
}

const columns = [
  'cluster',
  'version',
  'behind',
  'environment',
  'target',
  'flavour',
  'channel',
  'after',
  'apps',
] as const;

/** The inventory as a table of Markdown, without digests. */
export function inventoryMarkdown(rows: readonly InventoryRow[]): string {
  const lines = [[...columns], columns.map(() => '---'), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The inventory in columns, with a line below each cluster for each of its packages. */
export function inventoryText(rows: readonly InventoryRow[]): string {
  const table = [[...columns], ...rows.map(cellsOf)];
  const widths = columns.map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines
    .map((line, at) => [line, ...(rows[at - 1]?.packages ?? []).map((each) => `  ${each}`)].join('\n'))
    .join('\n');
}

function cellsOf(row: InventoryRow): string[] {
  return columns.map((column) => {
    const value = row[column];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  });
}
