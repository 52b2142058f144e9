import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

/** The toy platform with a step of others. */
const compositions = `import { Composition } from 'planesmith/synth';
import { widget as api } from '${join(import.meta.dirname, '../testing/widget.ts')}';

const step = { step: 'paint', functionRef: { name: 'acme-paint' } };
export const compositions = {
  widget: (scope, props) => new Composition(scope, 'composition', { api, ...props }).after(step),
};
`;

describe('planesmith start', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({ 'compositions/index.ts': compositions });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('builds, checks the examples, and says what they become, what was skipped and what to do next', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['start']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^Packages of toys 1\.2\.3 in dist\/\n( +toys-\S+ +[\d.]+ [kM]B +sha256:\w{64}\n){5} +Function for \w+ .*\nExamples\n +environment: examples\/environments\/local\.yaml\n +Widget big → Gear big-widget\nAPIs and targets\n +Widget +local +1 resource, all at once\n +Widget +cloud +refused: .*cloud.*\nDone in [\d.]+ s\. Next:\n(?: {2}.*\n){3} {2}npx planesmith push +publish dist\/ in registry\.example\.org\/toys, once it is built with --release\n$/,
      ),
      stderr: '2 valid, 0 invalid\nskipped: step paint (acme-paint); --function paint=HOST:PORT runs it\n',
    });
  });

  it('reports everything that is wrong with the examples, including kinds of other groups', async () => {
    const wrong = {
      'wrong.yaml': claim.replace('large', 'huge'),
      'other.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
      'environments/dev.yaml': environment.replace("'1'", '1'),
    };
    for (const [file, text] of Object.entries(wrong)) writeFileSync(join(folder, 'examples', file), text);
    const { code, stdout } = await planesmith(folder, ['start']);
    for (const file of Object.keys(wrong)) rmSync(join(folder, 'examples', file));
    expect(code).toBe(1);
    expect(stdout).toMatch(/examples\/wrong\.yaml:7:3: .*huge/);
    expect(stdout).toMatch(/examples\/other\.yaml:2:1: .*ConfigMap/);
    expect(stdout).toMatch(/examples\/environments\/dev\.yaml:7:3: .*version/);
    expect(stdout).not.toContain('Next:');
  });

  it('says why the environment refuses an example, and how many become nothing', async () => {
    writeFileSync(
      join(folder, 'examples/greedy.yaml'),
      claim.replace('size: large', 'teeth: 500').replace('big', 'greedy'),
    );
    const { code, stdout } = await planesmith(folder, ['start']);
    rmSync(join(folder, 'examples/greedy.yaml'));
    expect(stdout).toMatch(/Widget greedy → nothing: .*at most 100 teeth/);
    expect(stdout).toMatch(/\nDone in [\d.]+ s\. 1 of 2 examples becomes nothing: the reasons are above\.\n$/);
    expect(code).toBe(1);
  });

  it('fails and names the field and the file if the environment lacks what the target needs', async () => {
    const apart = widgetFolder({
      'planesmith.config.ts': config.replace("['local', 'cloud']", "['cloud']"),
      'install/index.ts': 'export const install = {};\n',
    });
    const { code, stdout } = await planesmith(apart, ['start']);
    rmSync(apart, { recursive: true });
    expect(stdout).toContain(
      'data.cloud, which Widget needs on target cloud; the platform team must add it\n' +
        '  hint: set data.cloud in examples/environments/local.yaml; dist/docs/environment.html says what it holds\n',
    );
    expect(stdout).toMatch(/1 of 1 example becomes nothing: the reasons are above\.\n$/);
    expect(code).toBe(1);
  });
});
