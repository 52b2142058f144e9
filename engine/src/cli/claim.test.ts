import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith claim', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder();
    mkdirSync(join(folder, 'app'));
    const published = config.replace('  apis,', "  apis,\n  schemas: 'https://schemas.example.org/toys',");
    writeFileSync(join(folder, 'published.config.ts'), published);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints a claim of at most ten lines that is valid as it is', async () => {
    const { code, stdout } = await planesmith(folder, ['claim', 'widget', 'big', '-n', 'team-a']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        '# yaml-language-server: $schema=dist/schemas/widget-v1alpha1.json',
        'apiVersion: toys.example.org/v1alpha1',
        'kind: Widget',
        'metadata:',
        '  name: big',
        '  namespace: team-a',
        'spec: {}',
        '',
      ].join('\n'),
    });
    expect((await planesmith(folder, ['validate', '-'], { stdin: stdout })).code).toBe(0);
  });

  it.each([
    {
      from: 'app',
      args: ['--config', '../planesmith.config.ts'],
      schema: '../dist/schemas',
      reason: 'as seen from here',
    },
    {
      from: '',
      args: ['--config', 'published.config.ts'],
      schema: 'https://schemas.example.org/toys',
      reason: 'at its published address',
    },
  ])('names the schema $reason', async ({ from, args, schema }) => {
    const { stdout } = await planesmith(join(folder, from), [...args, 'claim', 'Widget', 'big']);
    expect(stdout).toMatch(new RegExp(`^# yaml-language-server: \\$schema=${schema}/widget-v1alpha1\\.json\n`));
    expect(stdout).not.toContain('namespace');
  });

  it.each([
    { name: 'Big', reason: 'capitals' },
    { name: 'x'.repeat(64), reason: 'more than a label holds' },
  ])('refuses a name with $reason', async ({ name }) => {
    const { code, stdout, stderr } = await planesmith(folder, ['claim', 'Widget', name]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('metadata.name: '),
    });
  });
});
