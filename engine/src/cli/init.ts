/** `planesmith init` writes a platform of one's own. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UserError } from '../errors.ts';
import { type Profile, profiles } from '../scaffold/promotion-workflow.ts';
import { print, printData, run, tell } from './session.ts';

interface Options {
  readonly name?: string;
  readonly group?: string;
  readonly registry?: string;
  readonly targets: string;
  readonly api: string;
  readonly apis?: string;
  readonly catalogue: string;
  readonly profile?: Profile;
}

export function init(program: Command): void {
  program
    .command('init')
    .summary('begin a platform')
    .description(
      'Writes a platform with one small API as a pattern: configuration, API, function, example, test, README and two GitHub workflows. ' +
        'On a terminal it asks for what is not given.',
    )
    .argument('<folder>', 'a folder that is empty or does not exist')
    .option('--name <name>', 'of the platform and its packages (default: the name of the folder)')
    .option('--group <group>', 'API group of all kinds, a domain of yours such as platform.acme.example')
    .option('--registry <registry>', 'where packages are pushed, such as registry.acme.example/platform')
    .option('--targets <targets>', 'where resources come from, separated by commas', 'local')
    .option('--api <kind>', 'the first API of its own, in CamelCase', 'Note')
    .option('--apis <apis>', 'further APIs that it takes from the catalogue, such as database,cache')
    .option('--catalogue <package>', 'the package that has them', 'planesmith-catalogue')
    .addOption(
      new Option('--profile <profile>', 'also writes a workflow that promotes versions to clusters').choices(profiles),
    )
    .action(
      run(async ({ output }, folder: string, { targets, api, apis, catalogue, profile, ...options }: Options) => {
        const root = resolve(folder);
        insistOnEmpty(folder, root);
        const [{ newPlatform }, { takeApis }, { fileSpecs }, { addFiles }, { modelsFolder, updateModels }] =
          await Promise.all([
            import('../scaffold/new-platform.ts'),
            import('../scaffold/catalogue.ts'),
            import('../scaffold/file-specs.ts'),
            import('../files.ts'),
            import('../models/index.ts'),
          ]);
        const { name = basename(root) } = options;
        const group = options.group ?? (await ask('--group', 'API group, a domain of yours'));
        const registry = options.registry ?? (await ask('--registry', 'registry and path of the packages'));
        const taken = apis && (await takeApis(catalogue, listed(apis), [process.cwd(), import.meta.dirname]));
        const { version, engines, peerDependencies: peers } = manifest;
        const engine = { version, node: engines.node, peers };
        const from = { engine, fileSpecs: fileSpecs(process.cwd()), ...(profile && { profile }) };
        const named = { name, group, registry, targets: listed(targets), ...from };
        const created = newPlatform(named, api, taken || undefined);
        const models = await addFiles(root, { created, changed: [] }, () => updateModels({ root, platform: {} }));
        const generated = models.changedFiles.map((path) => `${modelsFolder}/${path}`);
        const paths = [...created.map(({ path }) => path), ...generated].toSorted();
        if (output === 'text') print(paths.join('\n'));
        else await printData(output, { files: paths });
        tell(`${name} is in ${folder}. Next: cd ${folder} && npm install && npm start && npm test`);
        return 0;
      }),
    );
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** What a clone of an empty repository has. */
const harmless = new Set(['.git']);

function insistOnEmpty(folder: string, root: string): void {
  if (existsSync(root) && !statSync(root).isDirectory())
    throw new UserError(`${folder} is not a folder`, { hint: 'name a folder that does not exist yet' });
  const [present] = existsSync(root) ? readdirSync(root).filter((name) => !harmless.has(name)) : [];
  if (present === undefined) return;
  throw new UserError(`${folder} is not empty: it has ${present}`, { hint: 'name a folder that does not exist yet' });
}

async function ask(option: string, question: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UserError(`${option} is missing`, { hint: `give it: ${question}` });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return terminal.question(`${question}: `).finally(() => terminal.close());
}
