/** The page on plans: its story happens in a copy of this repository, and its commands print what it shows. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocks, commands, rows, textOf } from './page.ts';
import { beginStory } from './story.ts';

const page = textOf('docs/plan.md');
const ours = commands(page).filter((command) => command.startsWith('npx planesmith plan '));
const [plan = ''] = ours;
const [output = ''] = blocks(page, '');

let story: Awaited<ReturnType<typeof beginStory>>;
beforeAll(async () => {
  story = await beginStory('plan', plan.split(' ').at(-1) ?? '');
});
afterAll(() => story?.end());

describe('the page on plans', () => {
  it('finds nothing for the release in use, and for a cluster that has it', async () => {
    const { stdout } = await story.run('npx planesmith render examples/cache.yaml --complete -o json');
    const [xr, first, ...others] = JSON.parse(stdout) as { metadata: { ownerReferences?: { uid: string }[] } }[];
    const uid = first?.metadata.ownerReferences?.[0]?.uid;
    const items = [{ ...xr, metadata: { ...xr?.metadata, uid } }, first, ...others];
    await writeFile(join(story.folder, 'live.yaml'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    for (const command of ours) {
      expect(await story.run(command), command).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('nothing changes for'),
      });
    }
  });

  it('shows what the command prints about the changes of its story', async () => {
    await story.edit('functions/cache/local.ts', [
      ["after: ['access', 'network']", "after: ['access', 'firewall']"],
      ['network: NetworkPolicy,', 'firewall: NetworkPolicy,'],
    ]);
    await story.edit('functions/cache/dragonfly.ts', [
      ['network: networkPolicy(context)', 'firewall: networkPolicy(context)'],
      ['record.memoryMB * 1.25', 'record.memoryMB * 1.5'],
    ]);
    expect(await story.run(plan)).toEqual({ code: 1, stdout: output, stderr: '' });
    expect(await story.run(plan, '--fail-on', 'deleted')).toMatchObject({ code: 0 });
  });

  it('has a row for each kind of change that the command can fail on', async () => {
    const { stdout } = await story.run('npx planesmith plan --help');
    // The help breaks its lines anywhere.
    const [, kinds = ''] = /exits with 1 for these: (.*?), or none/.exec(stdout.replaceAll(/\s+/g, ' ')) ?? [];
    expect(rows(page).map(([kind]) => kind)).toEqual(kinds.split(', ').map((kind) => `\`${kind}\``));
  });
});
