/** `planesmith gitops inventory` says what is selected and what runs where. */
import { type Command, Option } from 'commander';
import { perCluster, type PerCluster } from './per-cluster.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly as?: 'markdown';
  readonly context?: PerCluster;
  readonly dump?: PerCluster;
  readonly kubeconfig?: string;
}

export function gitopsInventory(group: Command): void {
  group
    .command('inventory')
    .summary('say which cluster runs which version')
    .description(
      'Lists the clusters of a fleet, each with the version that Git selects, how many higher ones there are, its packages by digest and its applications. With --context or --dump it also says what runs there, and marks what differs.',
    )
    .argument('[fleet]', 'the folder with clusters/ and versions/', 'gitops')
    .addOption(new Option('--as <form>', 'prints the inventory in another form').choices(['markdown']))
    .addOption(perCluster('--context <cluster=context>', 'looks into a cluster by a context of the kubeconfig'))
    .addOption(perCluster('--dump <cluster=path>', 'looks into a dump of a cluster, from `kubectl get -o yaml`'))
    .option('--kubeconfig <file>', 'the kubeconfig (default: as kubectl finds it)')
    .addHelpText('after', '\nExits with 1 if a cluster runs something else than Git selects, or does not answer.')
    .action(
      run(async ({ output }, fleet: string, { as, ...places }: Options) => {
        const [{ readFleet }, { findingsOf, inventoryMarkdown, inventoryOf, inventoryText }, { runsOf }] =
          await Promise.all([
            import('../gitops/fleet/index.ts'),
            import('../gitops/inventory.ts'),
            import('./running-clusters.ts'),
          ]);
        const read = await readFleet(fleet);
        const runs = await runsOf(read, places);
        const rows = inventoryOf(read, runs);
        if (as === 'markdown') print(inventoryMarkdown(rows));
        else if (output === 'text') print(inventoryText(rows));
        else await printData(output, rows);
        const findings = rows.flatMap((row) => findingsOf(row).map((finding) => `${row.cluster}: ${finding}`));
        for (const message of findings) annotate({ message });
        if (runs.size > 0)
          tell(`looked into ${runs.size} of ${count(rows.length, 'cluster')}: ${count(findings.length, 'finding')}`);
        return findings.length === 0 ? 0 : 1;
      }),
    );
}
