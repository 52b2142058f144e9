import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widget = resolve(import.meta.dirname, '../testing/widget.ts');

/** The toy platform with two concerns. In environments with a cloud, a gear needs one of them and no resource gives it. */
const functions = `import { functions as toys, Gear } from '${widget}';

Object.assign(Gear, { concerns: { guard: 'needs' } });
const owner = { name: 'owner', promise: 'x', fields: () => ({ metadata: { labels: { owner: 'us' } } }) };
const guard = { name: 'guard', promise: 'x', when: ({ environment }) => environment.cloud !== undefined };
const planner = { ...toys.widget.planner, concerns: [owner, guard] };
const { local, cloud } = toys.widget.targets;
export const functions = { widget: { planner, targets: { local: { ...local, planner }, cloud: { ...cloud, planner } } } };
`;

describe('planesmith check', () => {
  let folder: string;
  let fine: string;
  beforeAll(() => {
    const dev = `${environment.replace('name: local', 'name: dev')}  cloud: { region: moon }\n`;
    fine = widgetFolder({ 'functions/index.ts': functions });
    folder = widgetFolder({ 'functions/index.ts': functions, 'examples/environments/dev.yaml': dev });
  });
  afterAll(() => [folder, fine].forEach((path) => rmSync(path, { recursive: true })));

  it('shows which concerns hold on every API and target, and which resource misses one in which environment', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['check']);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: 'Widget  local  keeps owner; misses guard\nWidget  cloud  keeps owner; misses guard\n',
    });
    expect(stderr).toBe(
      [
        'Widget big on local in dev: guard: gear (Gear) needs another resource for it, and there is none',
        'Widget big on cloud in dev: guard: gear (Gear) needs another resource for it, and there is none',
        '4 combinations checked, 2 findings',
        '',
      ].join('\n'),
    );
  });

  it('exits with 0 if nothing is missed; a refused combination is no finding', async () => {
    const { code, stdout, stderr } = await planesmith(fine, ['check']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Widget  local  keeps owner\nWidget  cloud  refused in every environment\n',
      stderr: '2 combinations checked, 0 findings\n',
    });
  });

  it('gives the same as data, with the reason of a refused combination', async () => {
    const { stdout } = await planesmith(fine, ['check', '-o', 'json']);
    const [local, cloud] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(local).toMatchObject({ kind: 'Widget', target: 'local', environment: 'local' });
    expect(local?.['concerns']).toContainEqual({ concern: 'owner', state: 'kept', resources: ['gear'], missing: [] });
    expect(cloud?.['refused']).toMatch(/cloud/);
  });

  it('needs a sample environment', async () => {
    const bare = widgetFolder({ 'examples/environments/local.yaml': undefined });
    const { code, stderr } = await planesmith(bare, ['check']);
    rmSync(bare, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: there is no examples\/environments\n {2}hint: .*local\.yaml/),
    });
  });

  it('agrees with render --report for one claim', async () => {
    const args = ['render', 'examples/widget.yaml', '--report'];
    const holding = await planesmith(fine, args);
    expect({ code: holding.code, stdout: holding.stdout }).toEqual({
      code: 0,
      stdout: 'Widget big\nowner  kept    gear\nguard  none    does not apply\n',
    });
    const missed = await planesmith(folder, [...args, '--environment', 'examples/environments/dev.yaml']);
    expect(missed.code).toBe(1);
    expect(missed.stdout).toMatch(/^guard {2}missed {2}gear \(Gear\) needs another/m);
  });
});
