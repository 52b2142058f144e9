/** The page on the kit: its commands run, its types compile, and what it says of a kit's bounds is in the kit. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import platform from '../../planesmith.config.ts';
import { installKit, type InstalledKit, kitName, runProgram } from '../release/kit.ts';
import { blocks, commands, root, textOf } from './page.ts';

const page = textOf('docs/kit.md');
let installed: InstalledKit;
beforeAll(async () => {
  installed = await installKit();
  cpSync(join(root, 'examples/app/claims'), join(installed.folder, 'claims'), { recursive: true });
  cpSync(join(root, 'examples'), join(installed.folder, 'examples'), { recursive: true });
  mkdirSync(join(installed.folder, 'dist/kit'), { recursive: true });
  cpSync(installed.tarball, join(installed.folder, `dist/kit/platform-${platform.version}.tgz`));
});
afterAll(() => installed?.remove());

/** The program and the arguments of a command of the page. */
function programOf(command: string): readonly string[] {
  const [, name = '', ...args] = command.split(' ');
  const program = name === 'planesmith' ? join(root, 'engine/bin/planesmith.cjs') : join(installed.kit, 'bin/kit.cjs');
  return [program, ...args];
}

describe('the page on the kit', () => {
  const run = commands(page).filter((command) => command.startsWith('npx '));

  it('names the kit of this platform', () => {
    expect(commands(page)).toContain(`npm install --save-dev ${kitName}`);
    expect(run).toHaveLength(4);
    expect(run.filter((command) => !/^npx (planesmith --platform|@example\/platform) /.test(command))).toEqual([]);
  });

  it.for(run)('%s', async (command) => {
    const { code, stdout } = await runProgram(installed.folder, programOf(command));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/./) });
  });

  it('shows a claim that compiles, and the types refuse a value that the schema refuses', async () => {
    const [text = ''] = blocks(page, 'ts');
    const wrong = [
      text.replace("'small'", "'tiny'"),
      text.replace('v1alpha1', 'v7'),
      text.replace('storageGB: 10', "storageGB: '10'"),
      text.replace('storageGB', 'storage'),
    ];
    writeFileSync(join(installed.folder, 'right.ts'), text);
    wrong.forEach((each, index) => writeFileSync(join(installed.folder, `wrong-${index}.ts`), each));
    const strict = { module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] };
    writeFileSync(
      join(installed.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: strict, include: ['*.ts'] }),
    );
    writeFileSync(join(installed.folder, 'package.json'), '{ "type": "module" }');
    const tsc = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--project', installed.folder]);
    const { stdout } = await tsc.catch((error: { stdout: string }) => error);
    const faulty = new Set([...stdout.matchAll(/([\w-]+\.ts)\(\d+,\d+\): error/g)].map(([, file]) => file));
    expect([...faulty].toSorted(), stdout).toEqual(wrong.map((_, index) => `wrong-${index}.ts`));
  });

  it('lists what a kit has and sees', () => {
    for (const path of ['environments/prod.yaml', 'schemas/catalog.json', 'docs/api-database.html', 'LICENSE']) {
      expect(existsSync(join(installed.kit, path)), path).toBe(true);
    }
    const [, names = ''] =
      /const passed = \/\^\(([^)]*)\)\$\//.exec(readFileSync(join(installed.kit, 'bin/kit.cjs'), 'utf8')) ?? [];
    // Windows starts no program without the last one.
    for (const name of names.split('|').filter((each) => each !== 'SystemRoot')) expect(page).toContain(`\`${name}\``);
    const { engines } = JSON.parse(readFileSync(join(installed.kit, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(page).toContain(`Node ${engines.node.replace('>=', '')} or later`);
  });
});
