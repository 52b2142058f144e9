import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeApp, madeCluster, madeSource } from '../gitops/testing/made-fleet.ts';
import { pair } from '../signing/testing/pair.ts';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widget = resolve(import.meta.dirname, '../testing/widget.ts');

/** The next version of the toys, which has Widgets of one size alone. */
const narrower = config
  .replace(
    `import { apis } from '${widget}';`,
    `import { widget } from '${widget}';
const { spec } = widget;
const fields = { ...spec.fields, size: { ...spec.fields.size, values: ['small'] } };
const apis = { widget: { ...widget, spec: { ...spec, fields } } };`,
  )
  .replace("version: '1.2.3'", "version: '1.3.0'");

let fleet: string;
let [old, now]: [string, string] = ['', ''];
beforeAll(async () => {
  fleet = mkdtempSync(join(tmpdir(), 'planesmith-diff-'));
  [old, now] = [
    widgetFolder(),
    widgetFolder({
      'planesmith.config.ts': narrower,
      'CHANGELOG.md': '# Changelog\n\n## 1.3.0\n\n- Small ones.\n',
      'examples/widget.yaml': claim.replace('large', 'small'),
    }),
  ];
  const keys = pair();
  const [key, report] = [join(now, 'release.key'), join(now, 'tests.json')];
  writeFileSync(key, keys.private);
  writeFileSync(report, JSON.stringify({ success: true, numPassedTests: 3, numFailedTests: 0 }));
  for (const folder of [old, now]) {
    expect(await planesmith(folder, ['build'])).toMatchObject({ code: 0 });
    expect(await planesmith(folder, ['sign', '--key', key, '--tests', report])).toMatchObject({ code: 0 });
    const args = ['gitops', 'publish', '--fleet', fleet, '--not-for-release', '--target', 'local'];
    expect(await planesmith(folder, args)).toMatchObject({ code: 0 });
  }
  const cluster = madeCluster('dev', { version: '1.2.3', facts: 'facts/dev/environment.yaml' });
  for (const [path, text] of [
    [cluster.path, String(cluster.content)],
    [madeSource.path, String(madeSource.content)],
    ['apps/shop.yaml', String(madeApp('shop').content)],
    ['facts/dev/environment.yaml', environment],
    ['release.pub', keys.public],
    ['alerts.json', '[]'],
    ['promotion.yaml', 'key: release.pub\nminimumAge: 1h\nalerts: {source: alerts.json}\n'],
    ['big/widget.yaml', claim],
    ['small/widget.yaml', claim.replace('large', 'small')],
  ] as const) {
    mkdirSync(dirname(join(fleet, path)), { recursive: true });
    writeFileSync(join(fleet, path), text);
  }
}, 360_000);
afterAll(() => [fleet, old, now].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const diff = (...args: string[]) =>
  planesmith(fleet, ['gitops', 'diff', '1.2.3', '1.3.0', '--cluster', 'dev', '--fleet', fleet, ...args]);
const kits = () => ['--kit', `1.2.3=${join(old, 'dist')}`, '--kit', `1.3.0=${join(now, 'dist')}`];

describe('planesmith gitops diff', () => {
  it('shows what changes in the manifests of the cluster', async () => {
    const { code, stdout, stderr } = await diff();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'the claims are not planned: name their folders with --claims\n',
    });
    const lines = stdout.split('\n');
    expect(lines).toContain('~ Configuration toys-local');
    expect(stdout).toMatch(
      /^ {4}spec\.package: "registry\.example\.org\/toys\/toys-local:v1\.2\.3@.* → ".*:v1\.3\.0@/m,
    );
    expect(lines).toContain('- ClusterRole toys-local-compose-1-2-3');
    expect(lines).toContain('+ ClusterRole toys-local-compose-1-3-0');
  });

  it('plans the claims with the kits of both versions', async () => {
    expect(await diff('--claims', 'small', ...kits())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('plan: nothing changes for the claim'),
    });
  });

  it('exits with 1 for a claim that the new version stops', async () => {
    const { code, stdout } = await diff('--claims', 'big', '-o', 'json', ...kits());
    const { plan, changes } = JSON.parse(stdout) as { plan: { fails: boolean }; changes: readonly object[] };
    expect({ code, fails: plan.fails, some: changes.length > 0 }).toEqual({ code: 1, fails: true, some: true });
  });

  it('takes no kit of another version for that of one', async () => {
    const swapped = ['--kit', `1.2.3=${join(now, 'dist')}`, '--kit', `1.3.0=${join(now, 'dist')}`];
    expect(await diff('--claims', 'small', ...swapped)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('the kit of toys 1.2.3 is that of toys 1.3.0'),
    });
  });

  it('goes by the facts that the functions of the platform read', async () => {
    const facts = join(fleet, 'facts/dev/environment.yaml');
    try {
      writeFileSync(facts, environment.replace('name: toys', 'name: others'));
      expect(await diff('--claims', 'small', ...kits())).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('has no EnvironmentConfig toys'),
      });
    } finally {
      writeFileSync(facts, environment);
    }
  });

  it('says nothing changes between a version and itself', async () => {
    const args = ['gitops', 'diff', '1.3.0', '1.3.0', '--cluster', 'dev', '--fleet', fleet];
    expect(await planesmith(fleet, args)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing changes in the manifests of dev'),
    });
  });

  it.each([
    {
      reason: 'a version that is not there',
      args: ['1.2.4', '1.3.0', '--cluster', 'dev'],
      says: '1.2.4 is not published',
    },
    { reason: 'an unknown cluster', args: ['1.2.3', '1.3.0', '--cluster', 'prod'], says: 'has no cluster prod' },
    { reason: 'half a kit', args: ['1.2.3', '1.3.0', '--cluster', 'dev', '--kit', '1.2.3'], says: 'Write it as' },
  ])('refuses $reason', async ({ args, says }) => {
    expect(await planesmith(fleet, ['gitops', 'diff', ...args, '--fleet', fleet])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(says),
    });
  });
});

describe('planesmith promote', () => {
  const promote = (...args: string[]) =>
    planesmith(fleet, ['promote', '1.3.0', '--cluster', 'dev', '--fleet', fleet, '--dry-run', ...args]);

  it('plans the claims with the kits that it is given, and says so', async () => {
    expect(await promote('--claims', 'small', ...kits())).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^met {6}plan: 0 of 1 claims change, and none is lost or stopped, by the kits that were given for 1\.2\.3 and 1\.3\.0$/m,
      ),
    });
  });

  it('is refused for a claim that the new version stops', async () => {
    expect(await promote('--claims', 'big', ...kits())).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^refused: plan: of 1 claims, something /m),
    });
  });
});

describe('planesmith gitops check --claims', () => {
  const facts = () => join(fleet, 'facts/dev/environment.yaml');
  const claims = () => join(fleet, 'shop/environments/dev/claims.yaml');
  const check = async (text: string, data: string, ...args: string[]) => {
    mkdirSync(dirname(claims()), { recursive: true });
    writeFileSync(claims(), text);
    writeFileSync(facts(), `${environment}${data}`);
    try {
      return await planesmith(fleet, ['gitops', 'check', fleet, '--claims', 'shop=shop', ...args]);
    } finally {
      writeFileSync(facts(), environment);
    }
  };
  const place = 'shop/environments/dev/claims.yaml';

  it('refuses what the cluster would refuse, in the words of its release', async () => {
    const wrong = `${claim}---\n${claim.replace('big', 'odd').replace('large', 'huge')}`;
    const { code, stdout, stderr } = await check(wrong, '  maxTeeth: 3\n', ...kits());
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(' 2 findings\n') });
    const [first, second] = stdout.split('\n');
    expect(first).toBe(
      `${place}:6:1 has the Widget big, which dev refuses: spec.teeth: at most 3 teeth are allowed here; change it in the claim, or ask the platform team`,
    );
    expect(second).toContain(
      `${place}:15:3 has the Widget odd, which dev refuses: spec.size: Unsupported value: "huge"`,
    );
  });

  it('finds nothing in claims that the cluster takes', async () => {
    expect(await check(claim, '', ...kits())).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.not.stringContaining('not checked'),
    });
  });

  it.each([
    {
      reason: 'facts that are none of the release',
      data: '  maxTeeth: many\n',
      says: 'not checked: the claims of shop by the fields and limits of dev, since the EnvironmentConfig of its facts is no environment to judge claims by: data.maxTeeth: ',
    },
  ])('says what was not checked, and why: $reason', async ({ data, says }) => {
    const { code, stdout, stderr } = await check(claim, data, ...kits());
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: expect.stringContaining(says) });
  });

  it('refuses the kit of another version', async () => {
    expect(await check(claim, '', '--kit', `1.2.3=${join(now, 'dist')}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the kit of toys 1.2.3 is that of toys 1.3.0'),
    });
  });

  it('names the registry that does not give the kit', async () => {
    const { code, stderr } = await check(claim, '');
    expect(code).toBe(0);
    expect(stderr).toContain('not checked: the claims of shop by the fields and limits of dev, since ');
    expect(stderr).toContain('--kit <version>=<kit>');
  });
});
