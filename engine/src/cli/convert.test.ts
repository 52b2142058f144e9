/** A change of a schema over three releases: claims are rewritten while both forms are accepted, and nothing composed notices. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../compare/comparison.ts';
import { claim, config, planesmith, widgetFolder } from './testing/widget-folder.ts';

const later = resolve(import.meta.dirname, '../testing/cut-widget.ts');
const [widget] = /'[^']*widget\.ts'/.exec(config)!;
const toothed = `${claim.replace('size: large', '# Agreed with Ann.\n  teeth: 20 # for a year')}  size: large\n`;

/** The folder of a later release. `convert` is a conversion as text. */
function release(version: string, form: 'both' | 'afterwards', convert = 'undefined'): string {
  const made = `import { cutTeeth, cutWidget } from '${later}';\nconst convert = ${convert};\n`;
  const folder = widgetFolder({
    'planesmith.config.ts': config
      .replace(`import { apis } from ${widget};`, `${made}const { apis } = cutWidget('${form}', convert);`)
      .replace("'1.2.3'", `'${version}'`),
    'functions/index.ts': `${made}export const { functions } = cutWidget('${form}', convert);\n`,
  });
  folders.push(folder);
  mkdirSync(join(folder, 'claims'));
  writeFileSync(join(folder, 'claims/big.yaml'), toothed);
  return folder;
}

const folders: string[] = [];
let dist: string;
let both: string;
beforeAll(async () => {
  const old = widgetFolder({ 'examples/widget.yaml': toothed });
  folders.push(old);
  expect(await planesmith(old, ['build'])).toMatchObject({ code: 0 });
  dist = join(old, 'dist');
  both = release('1.3.0', 'both');
}, 120_000);
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const compare = async (folder: string, old: string, ...args: string[]) => {
  const { stdout, stderr } = await planesmith(folder, ['compare', old, '-o', 'json', ...args]);
  if (stdout === '') throw new Error(stderr);
  const all = (JSON.parse(stdout) as Comparison).findings.flatMap((each) => [each, ...(each.consequences ?? [])]);
  return all.map(({ rule, place, message, severity }) => ({ rule, place, message, severity }));
};

describe('a release that takes both forms', () => {
  it('composes the same from claims as they are and from converted ones', async () => {
    const findings = await compare(both, dist, '--claims', 'claims');
    expect(findings.filter(({ severity }) => severity !== 'safe').map(({ rule }) => rule)).toEqual([
      'spec-default-removed',
      'spec-field-deprecated-at-short-notice',
    ]);
  });

  it('says how many conversions were proved: claims without the old field are not converted', async () => {
    const { stderr } = await planesmith(both, ['compare', dist, '--claims', 'claims']);
    const [, all = '', converted = ''] = /: (\d+) combinations of .*, (\d+) of them with the claim converted$/m.exec(
      stderr,
    )!;
    expect(Number(converted)).toBeGreaterThan(5);
    expect(Number(converted)).toBeLessThan(Number(all) / 2);
  });

  it('has its claims rewritten in Git, with their comments', async () => {
    const ran = await planesmith(both, ['migrate', 'claims', '--to', 'v1beta1']);
    expect(ran).toEqual({
      code: 0,
      stdout: `--- a/claims/big.yaml
+++ b/claims/big.yaml
@@ -1,9 +1,11 @@
-apiVersion: toys.example.org/v1alpha1
+apiVersion: toys.example.org/v1beta1
 kind: Widget
 metadata:
   name: big
   namespace: team-a
 spec:
   # Agreed with Ann.
-  teeth: 20 # for a year
+  # for a year
+  cut:
+    teeth: 20
   size: large
`,
      stderr: '1 claim read: 1 file to change\nno file was changed yet: add --write\n',
    });
  });

  it('writes the files, and a second time there is nothing to do', async () => {
    const folder = release('1.3.0', 'both');
    const migrate = ['migrate', 'claims', 'claims/big.yaml', '--to', 'v1alpha1', '--write', '-o', 'json'];
    const first = await planesmith(folder, migrate);
    expect(first).toMatchObject({ code: 0, stderr: '1 claim read: 1 file to change\n1 file written\n' });
    expect(JSON.parse(first.stdout)).toMatchObject({
      files: [{ file: 'claims/big.yaml' }],
      staying: [],
      written: true,
    });
    expect(readFileSync(join(folder, 'claims/big.yaml'), 'utf8')).toContain('  cut:\n    teeth: 20\n  size: large\n');
    expect(await planesmith(folder, ['validate', 'claims'])).toMatchObject({ code: 0 });
    expect(await planesmith(folder, migrate)).toMatchObject({ code: 0, stderr: 'nothing to rewrite in 1 claim\n' });
  });

  it('has the old name of its version given back in claims, which keep the new form', async () => {
    const folder = release('1.3.0', 'both');
    const to = (version: string) => planesmith(folder, ['migrate', 'claims', '--to', version, '--write']);
    const text = () => readFileSync(join(folder, 'claims/big.yaml'), 'utf8');
    await to('v1beta1');
    const converted = text();
    expect(await to('v1alpha1')).toMatchObject({ code: 0 });
    expect(text()).toBe(converted.replace('v1beta1', 'v1alpha1'));
    expect(text()).toContain('  cut:\n    teeth: 20\n');
  });

  it.each([
    {
      reason: 'other values come out',
      convert:
        '{ ...cutTeeth, to: ({ teeth, ...rest }) => ({ ...rest, ...(teeth && { cut: { teeth: teeth + 1 } }) }) }',
      rule: 'object-changed',
      says: /spec\.teeth of Gear changes from 20 to 21 \(team-a\/big \(converted\) in local\)/,
    },
    {
      reason: 'it throws',
      convert: "{ ...cutTeeth, to: () => { throw new Error('no teeth'); } }",
      rule: 'convert-failed',
      says: /cannot be converted: convert throws: no teeth \(team-a\/big \(converted\) in local\)/,
    },
    {
      reason: 'it loses what the API still has',
      convert: '{ ...cutTeeth, to: ({ teeth }) => ({ cut: { teeth: teeth ?? 10 } }) }',
      rule: 'convert-failed',
      says: /cannot be converted: spec\.size: convert loses it, although the API still has it/,
    },
  ])('is found by compare if $reason', async ({ convert, rule, says }) => {
    const findings = await compare(release('1.3.0', 'both', convert), dist, '--claims', 'claims');
    expect(findings).toContainEqual(expect.objectContaining({ rule, message: expect.stringMatching(says) }));
  });
});

describe('planesmith plan', () => {
  const place = 'on local, in the environment local';
  const twice = '1 claim is also planned as `planesmith migrate` rewrites it, and then called (converted)';
  const plan = (folder: string, ...args: string[]) =>
    planesmith(folder, ['plan', 'claims', '--against', dist, ...args]);

  it('plans claims as they are, and as they become once they are rewritten', async () => {
    writeFileSync(join(both, 'claims/plain.yaml'), claim.replace('name: big', 'name: plain'));
    expect(await plan(both)).toMatchObject({
      code: 0,
      stdout: `plan: nothing changes for any of 2 claims\n${place}; ${twice}\n`,
    });
    rmSync(join(both, 'claims/plain.yaml'));
    const data = await plan(both, '-o', 'json');
    expect(JSON.parse(data.stdout)).toMatchObject({ claims: 1, changed: 0, converted: 1, groups: [] });
  });

  it('names the claims to which something happens only once they are rewritten', async () => {
    const more = '({ teeth, ...rest }) => ({ ...rest, ...(teeth && { cut: { teeth: teeth + 1 } }) })';
    const { code, stdout } = await plan(release('1.3.0', 'both', `{ ...cutTeeth, to: ${more} }`));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `plan: 1 of 1 claim changes
${place}; ${twice}

changes in place (its owner applies the new value):
  Widget on local: gear: spec.teeth of Gear changes from 20 to 21 (team-a/big (converted) in local)
    team-a: big (converted)
`,
    });
  });

  it('names the claims that cannot be rewritten, with the field and the reason', async () => {
    const refusing = "(_, refuse) => refuse({ path: 'spec.teeth', why: 'so many teeth need two widgets' })";
    const folder = release('1.3.0', 'both', `{ ...cutTeeth, to: ${refusing} }`);
    const { code, stdout } = await plan(folder);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `plan: 1 of 1 claim changes, and not all of it is harmless
${place}

is refused (nothing changes any more until somebody acts):
  Widget on local: a claim that was valid cannot be converted: spec.teeth: convert refuses it: so many teeth need two widgets (team-a/big (converted) in local)
    team-a: big (converted)
`,
    });
    const migrated = await planesmith(folder, ['migrate', 'claims', '--to', 'v1beta1', '--write']);
    expect(migrated).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^claims\/big\.yaml:8:3: Widget big: invalid: spec\.teeth: convert refuses it: so many teeth need two widgets\n/,
      ),
    });
  });

  it('says of a release that takes the new form alone that claims as they are stop, and converted ones go on', async () => {
    const { code, stdout } = await plan(release('2.0.0', 'afterwards'));
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      'plan: 1 of 1 claim changes, and not all of it is harmless',
      `${place}; ${twice}`,
      '',
      'is refused (nothing changes any more until somebody acts):',
      expect.stringMatching(/unknown field "spec\.teeth".*`planesmith migrate --to v1alpha1` rewrites the claim/),
    ]);
    expect(stdout.split('\n').slice(5)).toEqual([
      '    team-a: big',
      '',
      'changes in place (its owner applies the new value):',
      // The API server drops the old field.
      '  Widget on local: gear: spec.teeth of Gear changes from 20 to 10 (team-a/big in local)',
      '    team-a: big',
      '',
    ]);
  });

  it('plans what a dump of the cluster has', async () => {
    const [old] = folders;
    const { stdout } = await planesmith(old!, ['render', 'examples/widget.yaml', '--complete', '-o', 'json']);
    const [xr, ...composed] = JSON.parse(stdout) as { metadata: { ownerReferences?: { uid: string }[] } }[];
    const metadata = { ...xr!.metadata, uid: composed[0]?.metadata.ownerReferences?.[0]?.uid };
    const items = [{ ...xr, metadata }, ...composed];
    writeFileSync(join(both, 'live.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect(await planesmith(both, ['plan', 'claims', '--live', 'live.json'])).toMatchObject({
      code: 0,
      stdout: `plan: nothing changes for the claim\n${place}; ${twice}\n`,
    });
  });
});

describe('a release that takes the new form alone', () => {
  it('says of each claim in the old form what rewrites it', async () => {
    const findings = await compare(release('2.0.0', 'afterwards'), dist, '--claims', 'claims');
    expect(findings).toContainEqual({
      rule: 'claim-invalid',
      place: 'Widget on local',
      severity: 'breaking',
      message: expect.stringMatching(
        /unknown field "spec\.teeth".*; `planesmith migrate --to v1alpha1` rewrites the claim/,
      ),
    });
  });

  it('still rewrites claims that were forgotten', async () => {
    const folder = release('2.0.0', 'afterwards');
    const { code, stdout } = await planesmith(folder, ['migrate', 'claims', '--to', 'v1alpha1']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('+    teeth: 20\n') });
  });
});

describe('the kit of a release that takes both forms', () => {
  /** An application's folder with the kit, as npm installs it, and with claims below a folder. */
  function application(): string {
    const app = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-app-')));
    folders.push(app);
    const kit = join(app, 'node_modules/kit');
    mkdirSync(kit, { recursive: true });
    mkdirSync(join(app, 'deploy/claims'), { recursive: true });
    execFileSync('tar', ['xzf', join(both, 'dist/kit/toys-1.3.0.tgz'), '--strip-components', '1', '-C', kit]);
    writeFileSync(join(app, 'deploy/claims/big.yaml'), toothed);
    return app;
  }
  const inKit = (app: string, args: readonly string[], folder = app) =>
    planesmith(folder, args, { program: join(app, 'node_modules/kit/bin/kit.cjs') });
  beforeAll(async () => {
    expect(await planesmith(both, ['build', '--arch', 'host'])).toMatchObject({ code: 0 });
  }, 120_000);

  it.each(['.', 'deploy'])('prints what git apply takes in %s, since it writes nothing itself', async (place) => {
    const app = application();
    execFileSync('git', ['init', '-q'], { cwd: app });
    const folder = join(app, place);
    const args = ['migrate', place === '.' ? 'deploy/claims' : 'claims', '--to', 'v1beta1'];
    const { code, stdout, stderr } = await inKit(app, args, folder);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '1 claim read: 1 file to change\nno file was changed yet: pipe the diff to `git apply`\n',
    });
    expect(readFileSync(join(app, 'deploy/claims/big.yaml'), 'utf8')).toBe(toothed);
    execFileSync('git', ['apply'], { cwd: folder, input: stdout });
    expect(readFileSync(join(app, 'deploy/claims/big.yaml'), 'utf8')).toBe(
      toothed
        .replace('v1alpha1', 'v1beta1')
        .replace('  teeth: 20 # for a year\n', '  # for a year\n  cut:\n    teeth: 20\n'),
    );
    expect(await inKit(app, args, folder)).toMatchObject({ code: 0, stderr: 'nothing to rewrite in 1 claim\n' });
  });

  it('refuses to write, and does not offer it', async () => {
    const app = application();
    expect((await inKit(app, ['migrate', '--help'])).stdout).not.toContain('--write');
    const refusal = 'error: a kit writes no files\n  hint: leave out --write, and pipe the diff to `git apply`\n';
    const args = ['migrate', 'deploy', '--to', 'v1beta1', '--write'];
    expect(await inKit(app, args)).toEqual({ code: 2, stdout: '', stderr: refusal });
    // With --platform it has no more rights.
    expect(await planesmith(app, ['--platform', join(app, 'node_modules/kit'), ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `platform: toys 1.3.0 (toys.example.org)\n${refusal}`,
    });
  });
});

describe('planesmith migrate for a version', () => {
  const edited = (text: string) => {
    const folder = release('1.3.0', 'both');
    writeFileSync(join(folder, 'claims/tall.yaml'), text.replace('name: big', 'name: tall'));
    return folder;
  };
  it.each([
    { args: ['--to', 'v2'], code: 2, says: /no API has the version v2\n.*v1alpha1, v1beta1/, reason: 'no API has it' },
    { args: ['--to', 'v1beta1', '--steps'], code: 2, says: /--steps means something with --to namespaced only/ },
    {
      text: claim.replace('large', 'huge'),
      says: /tall\.yaml:7:3: Widget tall: invalid: spec\.size: Unsupported value/,
    },
    {
      text: claim.replace('size: large', 'teeth: 0'),
      says: /tall\.yaml:7:3: Widget tall: invalid: spec\.teeth: Invalid value: 0/,
    },
    { text: claim.replace('size: large', 'teeth: &a 3'), code: 0, says: /2 claims read: 2 files to change/ },
    {
      text: '{ kind: Widget, apiVersion: toys.example.org/v1alpha1, metadata: { name: big }, spec: { teeth: 3 } }\n',
      code: 2,
      says: /tall\.yaml: a claim is written in a way/,
    },
  ])(
    'says in one sentence what is wrong: $says',
    async ({ args = ['--to', 'v1alpha1'], text = claim, code = 1, says }) => {
      const folder = edited(text);
      const ran = await planesmith(folder, ['migrate', 'claims', ...args]);
      expect(ran).toMatchObject({ code, stderr: expect.stringMatching(says) });
      expect(readFileSync(join(folder, 'claims/big.yaml'), 'utf8')).toBe(toothed);
    },
  );

  it('says that claims keep a deprecated field, as they do if `convert` takes only a part of the earlier spec', async () => {
    const part = '{ ...cutTeeth, from: { ...cutTeeth.from, fields: { teeth: cutTeeth.from.fields.teeth } } }';
    const ran = await planesmith(release('1.3.0', 'both', part), ['migrate', 'claims', '--to', 'v1beta1']);
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(
        '1 claim still has a deprecated field\n  hint: `convert` leaves a claim as it is if its spec has a field that the earlier schema of `convert` lacks\n',
      ),
    });
  });

  it('changes no file if a claim cannot be converted', async () => {
    const folder = release('1.3.0', 'both', "{ ...cutTeeth, to: () => { throw new Error('no teeth'); } }");
    const ran = await planesmith(folder, ['migrate', 'claims', '--to', 'v1alpha1', '--write']);
    expect(ran).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^claims\/big\.yaml:6:1: Widget big: invalid: spec: convert throws: no teeth\n(.*\n)*no file was changed\n$/,
      ),
    });
    expect(readFileSync(join(folder, 'claims/big.yaml'), 'utf8')).toBe(toothed);
  });
});
