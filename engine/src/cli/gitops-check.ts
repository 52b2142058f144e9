/** `planesmith gitops check` checks a fleet in a pull request. */
import { type Command, InvalidArgumentError } from 'commander';
import { kitsOption } from './kits-option.ts';
import { oneLine } from './printable.ts';
import { annotate, count, print, printData, run, tell } from './session.ts';

interface Options {
  readonly built?: string;
  readonly claims?: ReadonlyMap<string, string>;
  readonly kit?: Readonly<Record<string, string>>;
}

export function gitopsCheck(group: Command): void {
  group
    .command('check')
    .summary('check that no published version was edited')
    .description(
      'Checks every pointer of a fleet, and every published version against its SHA256SUMS and, in a Git repository, against the commit that published it.',
    )
    .argument('[fleet]', 'the folder with clusters/ and versions/', 'gitops')
    .option('--built <folder>', 'also checks that this folder is what `gitops build` writes')
    .option(
      '--claims <app=folder>',
      'also checks that clusters take the claims in the repository of an application; may be repeated',
      withFolder,
    )
    .addOption(kitsOption())
    .addHelpText(
      'after',
      '\nExits with 1 for an edited version, for a built file that says something else, or for a claim that a cluster would not take.',
    )
    .action(
      run(async ({ output }, fleet: string, { built, claims: folders, kit }: Options) => {
        const [{ checkFleet }, { askKits }, { tellUnchecked }] = await Promise.all([
          import('../gitops/check/check.ts'),
          import('./asked-kit.ts'),
          import('./unchecked.ts'),
        ]);
        const claims = folders === undefined ? {} : { claims: { folders, ask: askKits(kit) } };
        const checked = await checkFleet(fleet, { ...(built !== undefined && { built }), ...claims });
        const { clusters, versions, history, findings, unchecked } = checked;
        if (output !== 'text') await printData(output, checked);
        for (const { file, message } of findings) {
          if (output === 'text') print(oneLine(`${file} ${message}`));
          annotate({ message: `${file} ${message}` });
        }
        if (history === 'none') tell('not in a Git repository: no commit says what was published');
        if (history === 'some')
          tell('the clone is shallow: older commits may say something else of what was published');
        tellUnchecked(unchecked);
        const read = clusters === undefined ? 'clusters not read' : count(clusters, 'cluster');
        tell(`${read}, ${count(versions, 'version')}, ${count(findings.length, 'finding')}`);
        return findings.length === 0 ? 0 : 1;
      }),
    );
}

/** Reads `shop=../shop`, beside those that were given before. */
function withFolder(given: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, app = '', folder = ''] = /^([^=]+)=(.+)$/.exec(given) ?? [];
  if (app === '') throw new InvalidArgumentError('Name an application and its folder, such as shop=../shop.');
  if (before.has(app)) throw new InvalidArgumentError(`${app} has two folders.`);
  return new Map([...before, [app, folder]]);
}
