import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith claim', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder();
    const published = config.replace('  apis,', "  apis,\n  schemas: 'https://schemas.example.org/toys',");
    writeFileSync(join(folder, 'published.config.ts'), published);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints a claim of at most ten lines that is valid as it is', async () => {
    const { code, stdout } = await planesmith(folder, ['claim', 'widget', 'big', '-n', 'team-a']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        'apiVersion: toys.example.org/v1alpha1',
        'kind: Widget',
        'metadata:',
        '  name: big',
        '  namespace: team-a',
        'spec:',
        '  size: small',
        '',
      ].join('\n'),
    });
    expect((await planesmith(folder, ['validate', '-'], { stdin: stdout })).code).toBe(0);
  });

  it('names the schema at its published address', async () => {
    const { stdout } = await planesmith(folder, ['--config', 'published.config.ts', 'claim', 'Widget', 'big']);
    expect(stdout).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/schemas\.example\.org\/toys\/widget-v1alpha1\.json\n/,
    );
    expect(stdout).not.toContain('namespace');
  });

  it('names no schema that is published nowhere, and says so: a path on this machine means nothing beside the claim', async () => {
    const { stdout, stderr } = await planesmith(folder, ['claim', 'Widget', 'big']);
    expect(stdout).toMatch(/^apiVersion: /);
    expect(stderr).toBe(
      'without a line for editors: planesmith.config.ts does not say, as `schemas`, where dist/schemas is published\n',
    );
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
