import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('--environment', () => {
  let folder: string;
  beforeAll(() => {
    const cloud = environment.replace("version: '1'", "version: '2'\n  cloud: { region: moon }");
    folder = widgetFolder({
      'examples/environments/cloud.yaml': cloud,
      'examples/environments/eu.north.json': JSON.stringify({
        apiVersion: 'apiextensions.crossplane.io/v1beta1',
        kind: 'EnvironmentConfig',
        metadata: { name: 'toys' },
        data: { name: 'north', version: '3' },
      }),
      elsewhere: environment.replace("version: '1'", "version: '4'"),
    });
    // As application repositories have: a folder for each environment.
    mkdirSync(join(folder, 'cloud'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    { given: 'cloud', version: '2', reason: 'a name' },
    { given: 'eu.north', version: '3', reason: 'a name with a dot' },
    { given: 'local', version: '1', reason: 'the name of the usual one' },
    { given: 'examples/environments/cloud.yaml', version: '2', reason: 'a file' },
    { given: 'elsewhere', version: '4', reason: 'a file that looks like a name' },
  ])('takes $reason: $given', async ({ given, version }) => {
    const { code, stdout } = await planesmith(folder, ['render', 'examples/widget.yaml', '--environment', given]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`version: "${version}"`) });
  });

  it.each([
    ['render', 'examples/widget.yaml'],
    ['mount', 'examples/widget.yaml'],
    ['explain', 'Widget.size'],
  ])('says in %s which names there are', async (...args) => {
    const { code, stderr } = await planesmith(folder, [...args, '--environment', 'moon']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: there is no environment moon\n  hint: name one of cloud, eu.north, local, or a file\n',
    });
  });

  it('says which names there are if none is given, none fits and none is called local', async () => {
    const other = widgetFolder({
      'examples/environments/local.yaml': undefined,
      'examples/environments/prod.yaml': environment,
    });
    const { code, stderr } = await planesmith(other, ['render', 'examples/widget.yaml', '--target', 'cloud']);
    rmSync(other, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'error: no environment was given, and there is no examples/environments/local.yaml\n' +
        '  hint: name one of prod, or a file, with --environment\n',
    });
  });
});
