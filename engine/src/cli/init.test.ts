import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planesmith, widgetFolder } from './testing/widget-folder.ts';

const names = ['--group', 'platform.acme.example', '--registry', 'registry.acme.example/platform'];

describe('planesmith init', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes a platform that renders its example, and takes a second API', async () => {
    mkdirSync(join(folder, 'acme/.git'), { recursive: true });
    const { code, stdout } = await planesmith(folder, ['init', 'acme', ...names, '--targets', 'local,aws']);
    expect(code).toBe(0);
    const written = readdirSync(join(folder, 'acme'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(folder, 'acme'), join(entry.parentPath, entry.name)));
    expect(stdout.trim().split('\n')).toEqual(written.toSorted());
    expect(written).toContain('functions/models/core/v1/config-map.ts');
    const platform = join(folder, 'acme');
    symlinkSync(resolve(import.meta.dirname, '../../../node_modules'), join(platform, 'node_modules'));

    const added = await planesmith(platform, ['new', 'ShortMessage', '--targets', 'aws']);
    expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('Go on in apis/short-message.ts') });
    const descriptions = ['note', 'short-message'].map(
      (key) => /description: '(.*)'/.exec(readFileSync(join(platform, `apis/${key}.ts`), 'utf8'))?.[1],
    );
    expect(descriptions).toEqual([
      'A note for applications: a text in a ConfigMap to mount.',
      'A short message for applications: a text in a ConfigMap to mount.',
    ]);
    for (const [example, name] of [
      ['note', 'example-note'],
      ['short-message', 'example-shortmessage'],
    ] as const) {
      const args = ['render', `examples/${example}.yaml`, '--target', 'aws'];
      const rendered = await planesmith(platform, [...args, '--environment', 'examples/environments/local.yaml']);
      expect(rendered).toMatchObject({ code: 0, stdout: expect.stringContaining(`kind: ConfigMap`) });
      expect(rendered.stdout).toContain(`name: ${name}`);
    }
    expect((await planesmith(platform, ['check'])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(platform, 'package.json'), 'utf8'))).toMatchObject({ name: 'acme' });
  });
});
