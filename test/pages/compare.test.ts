/** The page on comparing releases: its story happens in a copy of this repository, and its commands print what it shows. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocks, commands, rows, section, textOf } from './page.ts';
import { beginStory } from './story.ts';

const page = textOf('docs/compare.md');
const [compare = '', ...others] = commands(page);
const [output = ''] = blocks(page, '');

let story: Awaited<ReturnType<typeof beginStory>>;
beforeAll(async () => {
  story = await beginStory('compare', compare.split(' ').at(-1) ?? '');
});
afterAll(() => story?.end());

describe('the page on comparing releases', () => {
  it('compares this platform with itself, and finds nothing', async () => {
    expect(await story.run(compare)).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^platform \S+ → \S+: nothing changed\n$/),
      stderr: expect.stringMatching(/^compared 8 claims and others that were generated: [6-9]\d\d combinations .*\n$/),
    });
  }, 180_000);

  it('shows what the command prints about the changes of its story', async () => {
    await story.edit('apis/database.ts', [
      ["['none', 'ddl', 'mod', 'all']", "['none', 'ddl', 'all']"],
      ['usualStorageGB = 10', 'usualStorageGB = 20'],
      [
        "may take before it spills to disk.', { minimum: 1, maximum: 512 }",
        "may take before it spills to disk.', { minimum: 1, maximum: 1024 }",
      ],
    ]);
    await story.edit('package.json', [['"version": "0.1.0"', '"version": "0.1.1"']]);
    expect(await story.run(compare)).toEqual({ code: 1, stdout: output, stderr: expect.stringMatching(/^compared /) });
  }, 180_000);

  it.for(others)('%s', { timeout: 180_000 }, async (command) => {
    expect(await story.run(command)).toMatchObject({ code: 1, stdout: expect.stringContaining('20795a5076db') });
  });

  it('shows an approval that counts for one of the findings', async () => {
    const [approvals = ''] = blocks(page, 'yaml');
    const file = join(story.folder, 'approvals.yaml');
    await writeFile(file, approvals);
    const { code, stdout, stderr } = await story.run(compare);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^compared .*\n$/) });
    expect(stdout).toContain('0.1.1: 6 risky, 1 safe, 1 approved; the version says so\n');
    expect(stdout).toMatch(/^approved\n {2}20795a5076db .*; approved by Ann until /m);
    await rm(file);
  }, 180_000);

  it('gives each severity the version that the command asks for', async () => {
    expect(rows(section(page, '## The version')).map(([severity]) => severity)).toEqual([
      '`breaking`',
      '`risky`',
      '`safe`',
    ]);
    expect(output).toContain('needs a minor version, 0.2.0 or later: 1 breaking');
  });
});
