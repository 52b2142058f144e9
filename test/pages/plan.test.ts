/** The page on plans: its story happens in a copy of this repository, and its commands print what it shows. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installKit, runProgram } from '../release/kit.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';
import { blocks, commands, rows, textOf } from './page.ts';

const page = textOf('docs/plan.md');
const ours = commands(page).filter((command) => command.startsWith('npx planesmith plan '));
const [plan = ''] = ours;
const [output = ''] = blocks(page, '');

let copy: Copy;
beforeAll(async () => {
  const [kit, made] = await Promise.all([installKit(), copyRepository('plan')]);
  copy = made;
  await copyFile(kit.tarball, join(copy.folder, plan.split(' ').at(-1) ?? ''));
  kit.remove();
}, 120_000);
afterAll(() => copy?.remove());

/** Runs a command of the page in the copy. */
function run(command: string, ...more: readonly string[]) {
  const [, , ...args] = command.split(' ');
  return runProgram(copy.folder, [join(copy.folder, 'engine/bin/planesmith.cjs'), ...args, ...more]);
}

async function edit(path: string, changes: readonly (readonly [string, string])[]): Promise<void> {
  const file = join(copy.folder, path);
  let text = await readFile(file, 'utf8');
  for (const [before, after] of changes) {
    expect(text).toContain(before);
    text = text.replace(before, after);
  }
  await writeFile(file, text);
}

describe('the page on plans', () => {
  it('finds nothing for the release in use, and for a cluster that has it', async () => {
    const { stdout } = await run('npx planesmith render examples/cache.yaml --complete -o json');
    const [xr, first, ...others] = JSON.parse(stdout) as { metadata: { ownerReferences?: { uid: string }[] } }[];
    const uid = first?.metadata.ownerReferences?.[0]?.uid;
    const items = [{ ...xr, metadata: { ...xr?.metadata, uid } }, first, ...others];
    await writeFile(join(copy.folder, 'live.yaml'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    for (const command of ours) {
      expect(await run(command), command).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('nothing changes for'),
      });
    }
  }, 120_000);

  it('shows what the command prints about the changes of its story', async () => {
    await edit('functions/cache/local.ts', [
      ["after: ['access', 'network']", "after: ['access', 'firewall']"],
      ['network: NetworkPolicy,', 'firewall: NetworkPolicy,'],
    ]);
    await edit('functions/cache/dragonfly.ts', [
      ['network: networkPolicy(context)', 'firewall: networkPolicy(context)'],
      ['record.memoryMB * 1.25', 'record.memoryMB * 1.5'],
    ]);
    expect(await run(plan)).toEqual({ code: 1, stdout: output, stderr: '' });
    expect(await run(plan, '--fail-on', 'deleted')).toMatchObject({ code: 0 });
  }, 60_000);

  it('has a row for each kind of change that the command can fail on', async () => {
    const { stdout } = await run('npx planesmith plan --help');
    const [, kinds = ''] = /exits with 1 for these: ([^]*?), or none/.exec(stdout) ?? [];
    expect(rows(page).map(([kind]) => kind)).toEqual(kinds.split(/,\s+/).map((kind) => `\`${kind}\``));
  });
});
