import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const cloudy = environment.replace("version: '1'", "version: '2'\n  cloud: { region: moon }");
const onCloud = config.replace("['local', 'cloud']", "['cloud']");
const onBoth = config.replace(
  "perTarget('toys', ['local', 'cloud'])",
  "[{ name: 'toys-both', targets: ['local', 'cloud'], flavour: 'namespaced' }]",
);
const at = (name: string) => `examples/environments/${name}.yaml`;

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

describe('the environment that is read if none is given', () => {
  it.each([
    { reason: 'it is the local one', files: { [at('aaa')]: cloudy }, args: [], read: 'local' },
    {
      reason: 'the local one lacks what the target needs',
      files: { [at('dev')]: cloudy },
      args: ['--target', 'cloud'],
      read: 'dev',
    },
    {
      reason: 'it is the first one with what the first target of the platform needs',
      files: { 'planesmith.config.ts': onCloud, [at('dev')]: environment, [at('prod')]: cloudy, [at('west')]: cloudy },
      args: [],
      read: 'prod',
    },
    {
      reason: 'new claims of its kind go where the local one lacks something',
      files: {
        'planesmith.config.ts': onBoth,
        [at('local')]: `${environment}  targets: { widgets: cloud }\n`,
        [at('dev')]: `${cloudy}  targets: { widgets: cloud }\n`,
      },
      args: [],
      read: 'dev',
    },
    {
      reason: 'new claims of all kinds go there',
      files: {
        'planesmith.config.ts': onBoth,
        [at('local')]: `${environment}  targets: { default: cloud }\n`,
        [at('dev')]: `${cloudy}  targets: { default: cloud, widgets: local }\n`,
      },
      args: [],
      read: 'dev',
    },
    {
      reason: 'a package of one target leaves no choice',
      files: { [at('local')]: `${environment}  targets: { default: cloud }\n`, [at('dev')]: cloudy },
      args: [],
      read: 'local',
    },
    {
      reason: 'it is the only one',
      files: { [at('local')]: undefined, [at('prod')]: environment },
      args: [],
      read: 'prod',
    },
  ])('is named in render, since $reason', async ({ files, args, read }) => {
    folder = widgetFolder(files);
    const { code, stderr } = await planesmith(folder, ['render', 'examples/widget.yaml', ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`environment: ${at(read)} (`) });
  });

  it('is named in start, and fits the first target', async () => {
    folder = widgetFolder({
      'planesmith.config.ts': onCloud,
      'install/index.ts': 'export const install = {};\n',
      [at('dev')]: cloudy,
    });
    const { code, stdout } = await planesmith(folder, ['start']);
    expect(stdout).toContain(`\nExamples\n  environment: ${at('dev')}\n  Widget big → Gear big-widget\n`);
    expect(code).toBe(0);
  });
});
