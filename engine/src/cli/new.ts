/** `planesmith new` writes the files of a new API. */
import type { Command } from 'commander';
import { print, printData, run, tell } from './session.ts';

export function newCommand(program: Command): void {
  program
    .command('new')
    .summary('begin a new API')
    .description(
      'Writes every file that an API needs, and its lines in apis/index.ts and functions/index.ts. The API works, has a passing test, and ' +
        'composes a ConfigMap until you change it.',
    )
    .argument('<kind>', 'in CamelCase, singular, such as Queue')
    .option('--targets <targets>', 'where it can be had, separated by commas (default: all targets of the packages)')
    .action(
      run(async ({ config, output }, kind: string, { targets = '' }: { targets?: string }) => {
        const [{ loadPlatform }, { hostOf, newApi }, { addFiles, textIn }, { modelsFolder, updateModels }] =
          await Promise.all([
            import('./load-platform.ts'),
            import('../scaffold/new-api.ts'),
            import('../files.ts'),
            import('../models/index.ts'),
          ]);
        const { platform, root } = await loadPlatform(config);
        const chosen = targets.split(',').filter((target) => target !== '');
        const changes = newApi(await hostOf(platform), kind, { targets: chosen, read: (path) => textIn(root, path) });
        const models = await addFiles(root, changes, () => updateModels({ root, platform }));
        const generated = models.changedFiles.map((path) => `${modelsFolder}/${path}`);
        const written = [...changes.created, ...changes.changed].map(({ path }) => path);
        const paths = [...written, ...generated].toSorted();
        if (output === 'text') print(paths.join('\n'));
        else await printData(output, { files: paths });
        tell(`${kind} is there: \`npm test\` shows that it works. Go on in ${changes.created[0]?.path}`);
        return 0;
      }),
    );
}
