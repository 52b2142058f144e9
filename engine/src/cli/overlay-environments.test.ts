/** `planesmith overlay` without values: the files that controllers sync, for all environments of an application. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { claim, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const shop = {
  'shop/claims/big.yaml': claim,
  'shop/claims/small.yaml': claim.replace('name: big', 'name: small').replace('size: large', 'size: small'),
  'shop/values.cloud.yaml': 'Widget/big: { teeth: 7 }\n',
  'shop/values.local.yaml': '# nothing differs here\n',
};
const files = ['cloud', 'local'].map((name) => `environments/${name}/claims.yaml`);

let folder: string;
beforeEach(() => {
  folder = widgetFolder({
    ...shop,
    'examples/environments/cloud.yaml': environment.replace("version: '1'", "version: '2'\n  maxTeeth: 50"),
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const overlay = (...args: string[]) => planesmith(folder, ['overlay', 'shop', ...args]);
const change = (changes: Readonly<Record<string, string | undefined>>) => {
  for (const [path, text] of Object.entries(changes)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
};
const written = (path: string) => readFileSync(join(folder, 'shop', path), 'utf8');
const claimsIn = (path: string) => parseAllDocuments(written(path)).map((document) => document.toJS() as object);
/** All files of the application, with their texts. */
const tree = () =>
  Object.fromEntries(
    readdirSync(join(folder, 'shop'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );

describe('planesmith overlay of an application', () => {
  it('writes the claims of each environment, and then has nothing to write', async () => {
    expect(await overlay('--check')).toMatchObject({ code: 1 });
    expect(await overlay('--write')).toMatchObject({ code: 0, stderr: '2 environments: 2 files written\n' });
    expect(claimsIn(files[0]!)).toMatchObject([
      { kind: 'Widget', metadata: { name: 'big' }, spec: { size: 'large', teeth: 7 } },
      { kind: 'Widget', metadata: { name: 'small' }, spec: { size: 'small' } },
    ]);
    expect(claimsIn(files[1]!)).toMatchObject([{ spec: { size: 'large' } }, { spec: { size: 'small' } }]);
    const before = tree();
    const nothing = { code: 0, stdout: '', stderr: '2 environments: nothing to write\n' };
    for (const args of [[], ['--check'], ['--write']]) expect(await overlay(...args)).toEqual(nothing);
    expect(tree()).toEqual(before);
  });

  it('writes the environment that a change is of, and touches nothing beside its file', async () => {
    await overlay('--write');
    change({
      'shop/environments/cloud/kustomization.yaml': 'resources: [claims.yaml]\n',
      'shop/environments/readme.md': 'Ours.\n',
      'shop/values.cloud.yaml': 'Widget/big: { teeth: 8 }\n',
    });
    const before = tree();
    const { code, stderr } = await overlay('--check');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'shop/environments/cloud/claims.yaml:1:1: this is not what claims and values.cloud.yaml make; `planesmith overlay shop --write` writes it\n' +
        '2 environments: 1 file to write\n',
    });
    expect(tree()).toEqual(before);
    expect(await overlay('--write')).toMatchObject({ code: 0, stderr: '2 environments: 1 file written\n' });
    const path = join(folder, 'shop', files[0]!);
    expect(tree()).toEqual({ ...before, [path]: before[path]!.replace('teeth: 7', 'teeth: 8') });
  });

  it('prints a diff that makes the same files, also of one that somebody else has written', async () => {
    change({ 'shop/environments/local/claims.yaml': '# mine' });
    const { stdout } = await overlay();
    execFileSync('git', ['apply', '-'], {
      cwd: folder,
      input: stdout,
      env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
    });
    expect(await overlay('--check')).toMatchObject({ code: 0 });
    const asData = await planesmith(folder, ['-o', 'json', 'overlay', 'shop']);
    expect(JSON.parse(asData.stdout)).toEqual({ files: [], written: false });
  });

  it('takes a claim that is gone out of each file, and warns of it', async () => {
    await overlay('--write');
    change({ 'shop/claims/small.yaml': undefined, 'shop/claims/big.yaml': claim.replace('large', 'small') });
    const { stderr } = await overlay('--write');
    const warnings = files.map(
      (file) => `shop/${file}:1:1: warning: the Widget team-a/small goes, also from clusters\n`,
    );
    expect(stderr).toBe(`${warnings.join('')}2 environments: 2 files written\n`);
    for (const file of files) expect(claimsIn(file)).toMatchObject([{ metadata: { name: 'big' } }]);
  });

  it.each([
    {
      reason: 'a value that the API server would refuse',
      changes: { 'shop/values.cloud.yaml': 'Widget/big: { size: huge }\n' },
      code: 1,
      says: /^shop\/values\.cloud\.yaml:1:15: Widget big with shop\/values\.cloud\.yaml: invalid: spec\.size: Unsupported value: "huge"/m,
    },
    {
      reason: 'more than the environment allows, which is named',
      changes: { 'shop/claims/big.yaml': `${claim}  teeth: 60\n`, 'shop/values.cloud.yaml': '' },
      code: 1,
      says: /^shop\/claims\/big\.yaml:8:3: Widget big with shop\/values\.cloud\.yaml: invalid: spec\.teeth: at most 50 teeth are allowed here; .*$/m,
    },
    {
      reason: 'an object of another kind, which controllers may not apply',
      changes: { 'shop/claims/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n' },
      code: 1,
      says: /^shop\/claims\/other\.yaml:2:1: ConfigMap x .*invalid: kind: kind "ConfigMap" in version "v1" is not one of this platform's$/m,
    },
    {
      reason: 'values of an environment that does not exist',
      changes: { 'shop/values.moon.yaml': '' },
      code: 2,
      says: /^error: shop\/values\.moon\.yaml: there is no environment moon\n {2}hint: name one of cloud, local\n$/,
    },
    {
      reason: 'values of a claim that is not there',
      changes: { 'shop/values.local.yaml': 'Widget/other: {}\n' },
      code: 2,
      says: /^error: shop\/values\.local\.yaml: there is no claim Widget\/other$/m,
    },
    {
      reason: 'two files of values for one environment',
      changes: { 'shop/values.local.yml': '' },
      code: 2,
      says: /^error: shop\/values\.local\.yaml and shop\/values\.local\.yml are both of local$/m,
    },
    {
      reason: 'claims of an environment whose values are gone',
      changes: { 'shop/environments/old/claims.yaml': claim },
      code: 2,
      says: /^error: shop\/environments\/old\/claims\.yaml has no values\.old\.yaml\n {2}hint: .* delete shop\/environments\/old too$/m,
    },
    {
      reason: 'no claim at all, which would delete all',
      changes: { 'shop/claims/big.yaml': '', 'shop/claims/small.yaml': '', 'shop/values.cloud.yaml': '' },
      code: 2,
      says: /^error: there is no claim in claims\n {2}hint: to take all claims out of an environment, /,
    },
    {
      reason: 'one claim in two folders',
      changes: { 'shop/claims/deep/big.yaml': claim },
      code: 2,
      says: /^error: shop\/claims\/big\.yaml and shop\/claims\/deep\/big\.yaml both have the Widget big$/m,
    },
    {
      reason: 'a claim without a name',
      changes: { 'shop/claims/small.yaml': claim.replace('name: big', 'generateName: any-') },
      code: 2,
      says: /^error: shop\/claims\/small\.yaml: a Widget has no name, and controllers apply claims by their names$/m,
    },
    {
      reason: 'an environment among the claims',
      changes: { 'shop/claims/facts.yaml': environment },
      code: 2,
      says: /^error: shop\/claims\/facts\.yaml: an EnvironmentConfig is no claim$/m,
    },
    {
      reason: 'an integer that would become another one',
      changes: {
        'shop/claims/small.yaml': claim.replace(
          'name: big',
          'name: small\n  annotations: { at: 12345678901234567890 }',
        ),
      },
      code: 2,
      says: /^error: shop\/claims\/small\.yaml:5:22: this integer has more digits than a number keeps/m,
    },
    {
      reason: 'no folder of claims',
      changes: { 'shop/claims/big.yaml': undefined, 'shop/claims/small.yaml': undefined, 'shop/values.cloud.yaml': '' },
      folders: ['shop/claims'],
      code: 2,
      says: /^error: shop\/claims: there is no such file or folder$/m,
    },
  ])('writes nothing if it finds $reason', async ({ changes, folders = [], code, says }) => {
    change(changes);
    for (const path of folders) rmSync(join(folder, path), { recursive: true });
    const before = tree();
    const ran = await overlay('--write');
    expect(ran).toEqual({ code, stdout: '', stderr: expect.stringMatching(says) });
    expect(ran.stderr.match(says)).toHaveLength(1);
    expect(tree()).toEqual(before);
  });

  it('says once what is wrong in every environment', async () => {
    change({ 'shop/claims/small.yaml': claim.replace('name: big', 'name: small').replace('large', 'huge') });
    const { stderr } = await overlay();
    expect(stderr.match(/Unsupported value/g)).toHaveLength(1);
  });

  it.each([
    { args: ['overlay', 'shop/claims'], says: 'error: there is no values.<environment>.yaml in shop/claims\n' },
    {
      args: ['overlay', 'shop', 'examples'],
      says: 'error: the environments of one application are written at a time\n',
    },
    { args: ['overlay', 'nowhere'], says: 'error: there is no nowhere\n' },
    { args: ['overlay', 'shop', '--write', '--check'], says: 'error: --check looks at what --write writes\n' },
    {
      args: ['overlay', 'shop/claims', '--values', 'shop/values.cloud.yaml', '--check'],
      says: 'error: --check is for all environments of an application\n',
    },
  ])('is used wrongly by $args', async ({ args, says }) => {
    expect(await planesmith(folder, args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
  });

  it('annotates a file that is not up to date in a GitHub Actions run', async () => {
    const { stderr } = await planesmith(folder, ['overlay', 'shop', '--check'], { env: { GITHUB_ACTIONS: 'true' } });
    expect(stderr).toMatch(/^::error file=shop\/environments\/cloud\/claims\.yaml,line=1,col=1::this is not what /m);
  });
});
