import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualFailures } from '../compare/plan.ts';
import { planSwitch } from './planned-switch.ts';
import { claim, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widgets = resolve(import.meta.dirname, '../testing/widget.ts');
const engine = resolve(import.meta.dirname, '../authoring/index.ts');

/** The toy functions, whose gears have other teeth, and whose stickers are gone. */
const changed = `import { functions as own } from '${widgets}';
import { none } from '${engine}';

const edited = (target) => ({
  ...target,
  compose(context) {
    const { resources, ...rest } = target.compose(context);
    const { gear } = resources;
    const spec = { ...gear.desired.spec, teeth: 7 };
    return { ...rest, resources: { ...resources, gear: { ...gear, desired: { ...gear.desired, spec } }, sticker: none('no stickers any more') } };
  },
});
const { local, cloud } = own.widget.targets;
export const functions = { widget: { ...own.widget, targets: { local: edited(local), cloud: edited(cloud) } } };
`;

const failing = `import { functions as own } from '${widgets}';

const compose = () => {
  throw new Error('out of order');
};
const { local, cloud } = own.widget.targets;
export const functions = { widget: { ...own.widget, targets: { local: { ...local, compose }, cloud: { ...cloud, compose } } } };
`;

const sticky = `${claim.replace('name: big', 'name: sticky')}  stickers: { red: Red }\n`;
const invalid = `${claim.replace('name: big', 'name: odd')}  teeth: 0\n`;

let now: string;
let same: string;
beforeAll(async () => {
  now = widgetFolder({ 'functions/index.ts': changed });
  same = widgetFolder();
  for (const folder of [now, same]) {
    mkdirSync(join(folder, 'claims'));
    writeFileSync(join(folder, 'claims/big.yaml'), claim);
    writeFileSync(join(folder, 'claims/sticky.yaml'), sticky);
    writeFileSync(join(folder, 'claims/none.yaml'), 'apiVersion: v1\nkind: List\nitems: []\n');
  }
  expect(await planesmith(same, ['build'])).toMatchObject({ code: 0 });
});
afterAll(() => [now, same].forEach((folder) => rmSync(folder, { recursive: true })));

const text = `plan: 2 of 2 claims change, and not all of it is harmless
on local, in the environment local

is deleted (data goes with it, unless its policies keep it):
  Widget on local: sticker.*: Sticker is deleted (team-a/sticky in local)
    team-a: sticky

changes in place (its owner applies the new value):
  Widget on local: gear: spec.teeth of Gear changes from 10 to 7 (team-a/big in local)
    team-a: big, sticky
`;

const against = () => ['--against', join(same, 'dist')];

/** What the cluster has of the claim `sticky`, in which owners have written more. */
async function liveDump(): Promise<string> {
  const { stdout } = await planesmith(same, ['render', 'claims/sticky.yaml', '--complete', '-o', 'json']);
  const objects = (
    JSON.parse(stdout) as { kind: string; metadata: { ownerReferences?: { uid: string }[] }; spec: object }[]
  ).map((object, _, [, first]) =>
    object.kind === 'Widget'
      ? { ...object, metadata: { ...object.metadata, uid: first?.metadata.ownerReferences?.[0]?.uid } }
      : { ...object, spec: { ...object.spec, filledIn: true }, status: { phase: 'Turning' } },
  );
  // Names that only their own kinds allow.
  const strangers = [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'system:controller:signer' },
    },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: { name: '2001:db8::1' } },
  ];
  const dump = { apiVersion: 'v1', kind: 'List', items: [...strangers, ...objects] };
  return JSON.stringify(dump);
}

describe('planesmith plan', () => {
  it('says what becomes of the claims of the release in use, the worst first', async () => {
    expect(await planesmith(now, ['plan', 'claims', ...against()])).toMatchObject({ code: 1, stdout: text });
  });

  it('says that nothing changes', async () => {
    const ran = await planesmith(same, ['plan', 'claims', ...against()]);
    expect(ran).toMatchObject({
      code: 0,
      stdout: 'plan: nothing changes for any of 2 claims\non local, in the environment local\n',
    });
  });

  it('takes a file once that is named twice, and says which claim two folders have', async () => {
    const twice = ['plan', 'claims/big.yaml', 'claims', ...against()];
    expect(await planesmith(now, twice)).toMatchObject({
      stdout: text,
      stderr: expect.not.stringContaining('is there'),
    });
    mkdirSync(join(now, 'claims/prod'));
    writeFileSync(join(now, 'claims/prod/big.yaml'), claim);
    const { stderr } = await planesmith(now, ['plan', 'claims', ...against()]);
    rmSync(join(now, 'claims/prod'), { recursive: true });
    expect(stderr).toContain(
      'Widget team-a/big is there 2 times, and one cluster has it once: claims/big.yaml, claims/prod/big.yaml\n',
    );
  });

  it('fails for the changes that are named, and for no others', async () => {
    const codes = ['changed', 'none', 'second-object,refused', 'changed,deleted'].map(async (kinds) => {
      const { code } = await planesmith(now, ['plan', 'claims', ...against(), '--fail-on', kinds]);
      return code;
    });
    expect(await Promise.all(codes)).toEqual([1, 0, 0, 1]);
  });

  it('writes the comment of a pull request, and data', async () => {
    const { stdout, code } = await planesmith(now, ['plan', 'claims', ...against(), '--as', 'markdown']);
    expect(code).toBe(1);
    expect(stdout).toContain('## ❌ Plan: 2 of 2 claims change, and not all of it is harmless\n');
    expect(stdout).toContain(
      '### What is deleted: data goes with it, unless its policies keep it\n\n- Widget on local: sticker.\\*',
    );
    expect(stdout).toContain('<details><summary>What changes in place: its owner applies the new value (1)</summary>');
    const data = await planesmith(now, ['plan', 'claims/big.yaml', ...against(), '-o', 'json']);
    expect(JSON.parse(data.stdout)).toMatchObject({
      claims: 1,
      changed: 1,
      fails: false,
      groups: [{ kind: 'changed' }],
    });
  });

  it('plans against a dump of the cluster, in which owners have written more', async () => {
    writeFileSync(join(now, 'live.json'), await liveDump());
    const ran = await planesmith(now, ['plan', 'claims', '--live', 'live.json']);
    expect(ran).toMatchObject({
      code: 1,
      stdout: text
        .replace('2 of 2 claims change', '1 of 1 claim changes')
        .replaceAll('big, sticky', 'sticky')
        .replace('team-a/big', 'team-a/sticky'),
    });
    expect(ran.stderr).toContain('1 claim is not in live.json, so it is new');
  });

  it('plans a live claim from the dump if the release in use fails for it, since its objects exist', async () => {
    const folder = widgetFolder({ 'functions/index.ts': failing });
    expect(await planesmith(folder, ['build'])).toMatchObject({ code: 0 });
    const options = ['claims/sticky.yaml', '--live', 'live.json', '--against', join(folder, 'dist')];
    const dump = await liveDump();
    for (const place of [now, folder]) writeFileSync(join(place, 'live.json'), dump);
    const broken = await planesmith(now, ['plan', ...options]);
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('Sticker is deleted (team-a/sticky') });
    // The failing release takes over from itself.
    mkdirSync(join(folder, 'claims'));
    writeFileSync(join(folder, 'claims/sticky.yaml'), sticky);
    const both = await planesmith(folder, ['plan', ...options]);
    expect(both).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/; 1 claim is refused there today.*out of order/),
    });
    rmSync(folder, { recursive: true });
  });

  it('plans against a dump of the claims flavour, in which XRs have names that Crossplane chose', async () => {
    const flavour = ['--flavour', 'claims'];
    const { stdout } = await planesmith(same, ['render', 'claims/big.yaml', '--complete', ...flavour, '-o', 'json']);
    const [xr, first, ...others] = JSON.parse(stdout) as {
      metadata: { name: string; ownerReferences?: { uid: string }[] };
      spec: object;
    }[];
    const { name } = xr!.metadata;
    const claimRef = { apiVersion: 'toys.example.org/v1alpha1', kind: 'Widget', name: 'big', namespace: 'team-a' };
    const metadata = { ...xr!.metadata, uid: first?.metadata.ownerReferences?.[0]?.uid };
    const items = [{ ...xr, metadata, spec: { ...xr!.spec, claimRef } }, first, ...others];
    const dump = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }).replaceAll(name, 'big-x7f2k');
    writeFileSync(join(same, 'live.json'), dump);
    const ran = await planesmith(same, ['plan', 'claims/big.yaml', '--live', 'live.json', ...flavour]);
    expect(ran).toMatchObject({
      code: 0,
      stdout: 'plan: nothing changes for the claim\non local, in the environment local\n',
    });
  });

  it('says which claims it knows nothing about', async () => {
    mkdirSync(join(now, 'odd'));
    writeFileSync(join(now, 'odd/claims.yaml'), invalid);
    const ran = await planesmith(now, ['plan', 'odd', ...against()]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(
      'plan: nothing changes for the claim\non local, in the environment local; 1 claim is refused',
    );
    expect(ran.stdout).toContain(' there today, so nothing of it can change: Widget team-a/odd: spec.teeth: ');
  });

  it.each([
    { reason: 'there is nothing to plan against', args: ['claims'], says: 'error: there is nothing to plan against' },
    {
      reason: 'there is no claim',
      args: ['functions', '--live', 'package.json'],
      says: 'error: functions: no claim of toys.example.org',
    },
    {
      reason: 'a kind of change is unknown',
      args: ['claims', '--fail-on', 'moved'],
      says: '"moved" is none of deleted, second-object',
    },
    {
      reason: 'the dump holds no objects',
      args: ['claims', '--live', 'package.json'],
      says: 'package.json: document 1 is not a Kubernetes object',
    },
    {
      reason: 'the dump has none of the claims',
      args: ['claims', '--live', 'claims/none.yaml', '--fail-on', 'none'],
      says: 'error: claims/none.yaml has none of the claims in claims\n  hint: dump their kinds and what they compose',
    },
    {
      reason: 'no API has the target: nothing would be planned',
      args: ['claims', '--live', 'claims/none.yaml', '--target', 'clout'],
      says: 'error: no API has the target clout, did you mean cloud?\n  hint: the targets are cloud, local',
    },
    {
      reason: 'the claims are not there',
      args: ['nowhere', '--live', 'claims/none.yaml'],
      says: 'error: nowhere: there is no such file or folder\n  hint: check the path',
    },
    { reason: 'the release in use is not there', args: ['claims', '--against', 'gone'], says: 'error: ' },
  ])('refuses to plan if $reason', async ({ args, says }) => {
    const ran = await planesmith(now, ['plan', ...args]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(says);
  });
});

describe('the plan of a switch between two published versions', () => {
  const environmentConfig = (name: string) => ({
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name },
    data: { name: 'local', version: '1' },
  });
  const cluster = {
    name: 'prod',
    environment: 'prod',
    target: 'local',
    flavour: 'namespaced',
    version: '1.2.3',
    server: 'https://kubernetes.default.svc',
    file: 'clusters/prod.yaml',
  } as const;
  const kitIn = (folder: string) => ({ source: join(folder, 'dist'), platform: 'toys', version: '1.2.3' });
  const planned = (old: string, next: string, claims: string) =>
    planSwitch(
      {
        cluster,
        kits: { old: kitIn(old), now: kitIn(next) },
        facts: environmentConfig('toys'),
        paths: [join(same, claims)],
      },
      usualFailures,
      join(same, 'planesmith.config.ts'),
    );

  it('says what the other kit makes of the claims, and nothing of the same one', async () => {
    expect(await planesmith(now, ['build', '--arch', 'host'])).toMatchObject({ code: 0 });
    const there = await planned(same, now, 'claims');
    expect(there).toMatchObject({ claims: 2, changed: 2, environment: 'prod', targets: ['local'], fails: true });
    expect(there.groups.map(({ kind }) => kind)).toEqual(['deleted', 'changed']);
    expect(await planned(same, same, 'claims')).toMatchObject({ claims: 2, changed: 0, fails: false });
    await expect(planned(same, now, 'claims/none.yaml')).rejects.toThrow(/no claim of toys\.example\.org on local/);
  });
});
