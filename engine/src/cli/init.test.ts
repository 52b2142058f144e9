import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
    const manifest = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(manifest(join(platform, 'package.json'))).toMatchObject({
      name: 'acme',
      engines: manifest(resolve(import.meta.dirname, '../../package.json'))['engines'],
      devDependencies: { node: '^24' },
      allowScripts: { node: true },
    });
  });

  it.each([
    { args: ['--group', 'globex'], says: 'group "globex" is not a domain', option: '--group' },
    { args: ['--group', 'globex.k8s.io'], says: 'belongs to Kubernetes', option: '--group' },
    {
      args: ['--registry', 'https://r.example/x'],
      says: 'registry "https://r.example/x" is not a host',
      option: '--registry',
    },
    { args: ['--registry', `r.example/${'x'.repeat(60)}`], says: 'shorten registry or name', option: '--registry' },
    { args: ['--name', 'G2_x'], says: 'name "G2_x" is not a DNS label', option: '--name' },
    { args: ['--targets', 'AWS'], says: '"AWS" is not a name for a target', option: '--targets' },
    { args: ['--targets', 'local,local'], says: 'names "local" twice', option: '--targets' },
    { args: ['--targets', ','], says: 'name at least one', option: '--targets' },
  ])('refuses $args, writes nothing, and asks for another $option', async ({ args, says, option }) => {
    const { code, stdout, stderr } = await planesmith(folder, ['init', 'refused', ...names, ...args]);
    const [error = '', hint = ''] = stderr.split('\n');
    expect({ code, stdout, hint }).toEqual({ code: 2, stdout: '', hint: `  hint: give another ${option}` });
    expect(error).toContain(says);
    expect(stderr).not.toMatch(/Probe|planesmith\.config/);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  it('refuses a folder whose name is no name for a platform, and names every wrong option', async () => {
    const wrong = ['--group', 'globex', '--registry', 'registry.acme.example/platform'];
    const { code, stderr } = await planesmith(folder, ['init', 'G2_x', ...wrong]);
    expect(code).toBe(2);
    expect(stderr).toContain('hint: give another --name and --group\n');
    expect(stderr.match(/DNS label/g)).toHaveLength(1);
  });

  it('takes packages from the files that the folder around it takes them from', async () => {
    const manifest = { dependencies: { planesmith: 'file:../kit/planesmith.tgz', cdk8s: '^1.0.0' } };
    const [outer, devDependencies] = [join(folder, 'outer'), { vitest: 'file:/opt/vitest.tgz' }];
    mkdirSync(outer);
    writeFileSync(join(outer, 'package.json'), JSON.stringify({ ...manifest, devDependencies }));
    expect((await planesmith(outer, ['init', 'acme', ...names])).code).toBe(0);
    const written = JSON.parse(readFileSync(join(outer, 'acme/package.json'), 'utf8')) as Record<string, object>;
    expect(written['dependencies']).toMatchObject({
      planesmith: `file:${join(folder, 'kit/planesmith.tgz')}`,
      cdk8s: expect.stringMatching(/^\^2/),
    });
    expect(written['devDependencies']).toMatchObject({ vitest: 'file:/opt/vitest.tgz' });
  });
});
