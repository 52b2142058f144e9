/** `planesmith gitops inventory` says what runs where. */
import { type Command, Option } from 'commander';
import { print, printData, run } from './session.ts';

interface Options {
  readonly as?: 'markdown';
}

export function gitopsInventory(group: Command): void {
  group
    .command('inventory')
    .summary('say which cluster runs which version')
    .description(
      'Lists the clusters of a fleet, each with its version, how many higher ones there are, its packages by digest and its applications.',
    )
    .argument('[fleet]', 'the folder with clusters/ and versions/', 'gitops')
    .addOption(new Option('--as <form>', 'prints the inventory in another form').choices(['markdown']))
    .action(
      run(async ({ output }, fleet: string, { as }: Options) => {
        const [{ readFleet }, { inventoryMarkdown, inventoryOf, inventoryText }] = await Promise.all([
          import('../gitops/fleet/index.ts'),
          import('../gitops/inventory.ts'),
        ]);
        const rows = inventoryOf(await readFleet(fleet));
        if (as === 'markdown') print(inventoryMarkdown(rows));
        else if (output === 'text') print(inventoryText(rows));
        else await printData(output, rows);
        return 0;
      }),
    );
}
