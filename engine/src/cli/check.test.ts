import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unchecked } from './concerns.ts';
import { claim, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widget = resolve(import.meta.dirname, '../testing/widget.ts');

/** The toy platform with two concerns. In environments with a cloud, a gear needs one of them and no resource gives it. */
const functions = `import { functions as toys, Gear, Login, Shelf, Sticker } from '${widget}';

Object.assign(Gear, { concerns: { guard: 'needs' } });
for (const kind of [Login, Shelf, Sticker]) Object.assign(kind, { concerns: { guard: { none: 'only gears turn' } } });
const owner = { name: 'owner', promise: 'x', fields: () => ({ metadata: { labels: { owner: 'us' } } }) };
const guard = { name: 'guard', promise: 'x', when: ({ environment }) => environment.cloud !== undefined };
const planner = { ...toys.widget.planner, concerns: [owner, guard] };
const { local, cloud } = toys.widget.targets;
export const functions = { widget: { planner, targets: { local: { ...local, planner }, cloud: { ...cloud, planner } } } };
`;

describe('planesmith check', () => {
  let folder: string;
  let localOnly: string;
  const dev = `${environment.replace('name: local', 'name: dev')}  cloud: { region: moon }\n`;
  beforeAll(() => {
    localOnly = widgetFolder({ 'functions/index.ts': functions });
    folder = widgetFolder({ 'functions/index.ts': functions, 'examples/environments/dev.yaml': dev });
  });
  afterAll(() => [folder, localOnly].forEach((path) => rmSync(path, { recursive: true })));

  it('shows which concerns hold on every API and target, and which resource misses one in which environment', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['check']);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: 'Widget  local  holds: owner; missed: guard\nWidget  cloud  holds: owner; missed: guard\n',
    });
    expect(stderr).toBe(
      [
        'Widget big on local in dev: guard: gear (Gear) needs another resource for it, and there is none',
        'Widget big on cloud in dev: guard: gear (Gear) needs another resource for it, and there is none',
        '3 combinations checked, 1 refused, 2 findings',
        '',
      ].join('\n'),
    );
  });

  it('names a resource whose values its owner refuses together', async () => {
    const tooNew = `import { functions, Gear } from '${widget}';

Object.assign(Gear, { accepted: () => 'a gear of this size has no teeth' });
export { functions };
`;
    const refusing = widgetFolder({ 'functions/index.ts': tooNew });
    const { code, stderr } = await planesmith(refusing, ['check']);
    rmSync(refusing, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Widget big on local in local: the owner of gear (Gear) refuses it: a gear of this size has no teeth\n',
    );
  });

  it('exits with 0 if nothing is missed; a combination that only one environment refuses is no finding', async () => {
    const fine = widgetFolder({ 'examples/environments/dev.yml': dev });
    const { code, stdout, stderr } = await planesmith(fine, ['check']);
    rmSync(fine, { recursive: true });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Widget  local  no concern applies\nWidget  cloud  no concern applies\n',
      stderr: '3 combinations checked, 1 refused, 0 findings\n',
    });
  });

  it('exits with 1 if a target refuses the examples in every environment', async () => {
    const { code, stdout, stderr } = await planesmith(localOnly, ['check']);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: 'Widget  local  holds: owner\nWidget  cloud  refused in every environment\n',
      stderr: expect.stringMatching(
        /^Widget on cloud: not checked, because it is refused in every environment; in local: .*data\.cloud.*\n1 combination checked, 1 refused, 1 finding\n$/,
      ),
    });
  });

  it('finds an example that is refused everywhere, though another one of its API is not', async () => {
    const tall = claim.replace('name: big', 'name: tall').replace(/spec:\n/, 'spec:\n  teeth: 1000\n');
    const folderOf = widgetFolder({ 'examples/environments/dev.yaml': dev, 'examples/tall.yaml': tall });
    const { code, stderr } = await planesmith(folderOf, ['check']);
    rmSync(folderOf, { recursive: true });
    expect(stderr).toMatch(
      /^Widget tall: not checked, because it is refused in every environment; on local in dev: spec\.teeth: /,
    );
    expect(stderr).toContain('5 refused, 1 finding');
    expect(code).toBe(1);
  });

  it('finds a mistake in an environment for which nothing is refused', async () => {
    const broken = dev.replace('name: dev', 'name: dev\n  maxTeeth: 5000');
    const folderOf = widgetFolder({ 'examples/environments/dev.yaml': broken });
    const { code, stderr } = await planesmith(folderOf, ['check']);
    rmSync(folderOf, { recursive: true });
    expect(stderr).toContain('environment dev: data.maxTeeth: Invalid value: 5000');
    expect(code).toBe(1);
  });

  it('gives the same as data, with the reason of a refused combination', async () => {
    const { stdout } = await planesmith(localOnly, ['check', '-o', 'json']);
    const [local, cloud] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(local).toMatchObject({ kind: 'Widget', target: 'local', environment: 'local' });
    expect(local?.['concerns']).toContainEqual({ concern: 'owner', state: 'kept', resources: ['gear'], missing: [] });
    expect(cloud?.['refused']).toMatch(/cloud/);
  });

  const noEnvironment = { 'examples/environments/local.yaml': undefined };
  const noClaim = { 'examples/widget.yaml': undefined };

  it.each([
    {
      reason: 'no folder of environments',
      files: noEnvironment,
      code: 2,
      says: /^error: there is no environment in examples\/environments\n {2}hint: .*local\.yaml/,
    },
    {
      reason: 'a folder of environments without one',
      files: { ...noEnvironment, 'examples/environments/README.md': '# None yet\n' },
      code: 2,
      says: /^error: there is no environment in examples\/environments\n {2}hint: .*local\.yaml/,
    },
    {
      reason: 'a file instead of the folder of environments',
      files: { ...noEnvironment, 'examples/environments': '' },
      code: 2,
      says: /^error: examples\/environments is not a folder\n {2}hint: check the path\n$/,
    },
    {
      reason: 'no examples at all',
      files: { ...noEnvironment, ...noClaim },
      code: 2,
      says: /^error: there is no examples\n {2}hint: check the path\n$/,
    },
    {
      reason: 'a file instead of the folder of examples',
      files: { ...noEnvironment, ...noClaim, examples: '' },
      code: 2,
      says: /^error: examples is not a folder\n {2}hint: check the path\n$/,
    },
    {
      reason: 'an invalid example',
      files: { 'examples/widget.yaml': claim.replace('large', 'huge') },
      code: 1,
      says: /^examples\/widget\.yaml:7:3: Widget big: invalid: spec\.size: .*\n[^]*1 invalid.*\n0 combinations checked, because an example cannot be used\n$/,
    },
    {
      reason: 'an example that is not YAML',
      files: { 'examples/broken.yaml': 'a: b: c' },
      code: 2,
      says: /^error: examples\/broken\.yaml:1:5: .*\n[^]*1 valid, 0 invalid, 1 unreadable\n0 combinations checked, because an example cannot be used\n$/,
    },
  ])('fails if it could not look: $reason', async ({ files, code, says }) => {
    const blind = widgetFolder(files);
    const ran = await planesmith(blind, ['check']);
    rmSync(blind, { recursive: true });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: expect.stringMatching(says) });
  });

  it('names an API without an example', () => {
    const cell = {
      claim: 'big',
      target: 'local',
      environment: 'local',
      outcome: { concerns: [], resources: [], unacceptable: [] },
    };
    expect(unchecked([{ kind: 'Widget', ...cell }], [{ kind: 'Widget' }, { kind: 'Garden' }])).toEqual([
      'Garden: not checked, because no file in examples/ has a claim of this kind',
    ]);
  });

  it('agrees with render --report for one claim', async () => {
    const args = ['render', 'examples/widget.yaml', '--report'];
    const holding = await planesmith(localOnly, args);
    expect({ code: holding.code, stdout: holding.stdout }).toEqual({
      code: 0,
      stdout: 'Widget big\nowner  kept    gear\nguard  none    does not apply\n',
    });
    const missed = await planesmith(folder, [...args, '--environment', 'examples/environments/dev.yaml']);
    expect(missed.code).toBe(1);
    expect(missed.stdout).toMatch(/^guard {2}missed {2}gear \(Gear\) needs another/m);
    expect(missed.stderr).toMatch(
      /^examples\/widget\.yaml:1:1: Widget big: guard: gear \(Gear\) needs another .*\n1 rendered, 0 refused, 1 finding\n$/m,
    );
  });
});
