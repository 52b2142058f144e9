/** `planesmith gitops` has the commands about a fleet: a folder in Git that says which cluster runs which version. */
import type { Command } from 'commander';
import { gitopsBuild } from './gitops-build.ts';
import { gitopsCheck } from './gitops-check.ts';
import { gitopsDiff } from './gitops-diff.ts';
import { gitopsInventory } from './gitops-inventory.ts';
import { gitopsPublish } from './gitops-publish.ts';

export function gitops(program: Command): void {
  const group = program
    .command('gitops')
    .summary('publish versions to a fleet of clusters that controllers sync')
    .description(
      'Works on a fleet: a folder in Git with a file for each cluster, which selects its version, and a folder for each published version.',
    );
  for (const add of [gitopsPublish, gitopsBuild, gitopsCheck, gitopsInventory, gitopsDiff]) add(group);
}
