import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith validate', () => {
  let folder: string;
  const bad = claim.replace('large', 'huge');
  beforeAll(() => {
    folder = widgetFolder({
      'apps/a.yaml': `${claim}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n`,
      'apps/deep/b.yml': bad.replace('big', 'small'),
      'apps/notes.txt': 'no YAML: at: all\n',
      'apps/.hidden/c.yaml': 'a: b: c\n',
      'broken/a.yaml': 'a: b: c\n',
      'broken/b.yaml': claim,
      'foreign/a.yaml': 'jobs:\n  test:\n    <<:\n    script: [make]\n',
      'foreign/b.yaml': claim,
      'foreign/c.yaml': 'jobs: &jobs\n  - *jobs\n',
      'environments/good.yaml': environment,
      'environments/bad.yaml': environment.replace("version: '1'", 'version: 1'),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints a verdict with its place for every claim, and the sum', async () => {
    writeFileSync(join(folder, 'two.yaml'), `# Two.\n${claim}---\n${claim.replace('big', 'other')}`);
    expect(await planesmith(folder, ['validate', 'apps/a.yaml', 'two.yaml', 'environments/good.yaml'])).toEqual({
      code: 0,
      stdout: [
        'apps/a.yaml:1:1: Widget big: valid',
        'two.yaml:2:1: Widget big: valid',
        'two.yaml:10:1: Widget other: valid',
        'environments/good.yaml:1:1: EnvironmentConfig toys: valid',
        '',
      ].join('\n'),
      stderr: '4 valid, 0 invalid, 1 other document ignored\n',
    });
  });

  it('reads the YAML and JSON files of folders, and prints every finding on a line', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['validate', 'apps']);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        /^apps\/a\.yaml:1:1: Widget big: valid\napps\/deep\/b\.yml:7:3: Widget small: invalid: spec\.size: Unsupported value: "huge".*\n$/,
      ),
      stderr: '1 valid, 1 invalid, 1 other document ignored\n',
    });
  });

  it('refuses what an environment refuses of a new claim', async () => {
    writeFileSync(join(folder, 'narrow.yaml'), `${environment}  maxTeeth: 3\n`);
    const args = ['validate', 'apps/a.yaml', '--environment'];
    expect(await planesmith(folder, [...args, 'narrow.yaml'])).toEqual({
      code: 1,
      stdout:
        'apps/a.yaml:6:1: Widget big: invalid: spec.teeth: at most 3 teeth are allowed here; change it in the claim, or ask the platform team\n',
      stderr: '0 valid, 1 invalid, 1 other document ignored\n',
    });
    expect(await planesmith(folder, [...args, 'local'])).toMatchObject({ code: 0 });
  });

  it.each([
    {
      given: 'environments/bad.yaml',
      says: 'environments/bad.yaml is no environment to judge claims by: data.version: ',
      hint: 'planesmith validate environments/bad.yaml finds all that is wrong with it',
    },
    { given: 'production', says: 'there is no environment production', hint: 'name one of local, or a file' },
    { given: 'apps/a.yaml', says: 'expected one EnvironmentConfig, found 2 documents', hint: 'a file of its own' },
  ])('judges by no environment such as $given', async ({ given, says, hint }) => {
    const { code, stdout, stderr } = await planesmith(folder, ['validate', 'apps/a.yaml', '--environment', given]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toContain(hint);
  });

  it('reads standard input', async () => {
    const { code, stdout } = await planesmith(folder, ['validate', '-'], { stdin: bad });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^-:7:3: Widget big: invalid: spec\.size: /),
    });
  });

  it('reports other kinds as errors with --strict', async () => {
    const { code, stdout } = await planesmith(folder, ['validate', '--strict', 'apps/a.yaml']);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^apps\/a\.yaml:10:1: ConfigMap x: invalid: kind: /m),
    });
  });

  it('gives data in the documented shape', async () => {
    const { code, stdout } = await planesmith(folder, ['validate', '-o', 'json', 'apps']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: 'apps/a.yaml',
        document: 1,
        line: 1,
        column: 1,
        apiVersion: 'toys.example.org/v1alpha1',
        kind: 'Widget',
        name: 'big',
        namespace: 'team-a',
        valid: true,
        errors: [],
        warnings: [],
      },
      {
        file: 'apps/deep/b.yml',
        document: 1,
        line: 1,
        column: 1,
        apiVersion: 'toys.example.org/v1alpha1',
        kind: 'Widget',
        name: 'small',
        namespace: 'team-a',
        valid: false,
        errors: [
          {
            path: 'spec.size',
            message: 'Unsupported value: "huge": supported values: "small", "large"',
            line: 7,
            column: 3,
          },
          { path: '', message: expect.stringContaining('rules were not checked') as string, line: 1, column: 1 },
        ],
        warnings: [],
      },
    ]);
  });

  it('gives the same data as YAML', async () => {
    const { stdout } = await planesmith(folder, ['-o', 'yaml', 'validate', 'apps/a.yaml']);
    expect(stdout).toMatch(/^- file: apps\/a\.yaml\n {2}document: 1\n {2}line: 1\n/);
  });

  it('checks the other files if one is not YAML, and ends with another exit code', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['validate', '-o', 'json', 'broken']);
    expect(code).toBe(2);
    const message = expect.stringMatching(/./) as string;
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ file: 'broken/b.yaml', valid: true }),
      {
        file: 'broken/a.yaml',
        document: 1,
        line: 1,
        column: 5,
        apiVersion: null,
        kind: null,
        name: null,
        namespace: null,
        valid: false,
        errors: [{ path: '', message, line: 1, column: 5 }],
        warnings: [],
      },
    ]);
    expect(stderr).toMatch(/broken\/a\.yaml:1:5: .*\n.*hint: correct the YAML.*\n1 valid, 0 invalid, 1 unreadable\n$/);
  });

  it('checks the other files if one is YAML that kubectl refuses', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['validate', '-o', 'json', 'foreign']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'foreign/b.yaml', valid: true },
      { file: 'foreign/a.yaml', valid: false, line: 3, errors: [{ message: expect.stringMatching(/^map merge /) }] },
      { file: 'foreign/c.yaml', valid: false, line: 2 },
    ]);
    expect(stderr).toMatch(
      /foreign\/a\.yaml:3:5: map merge .*\n.*foreign\/c\.yaml:2:5: anchor 'jobs' value contains itself\n/,
    );
  });

  it('lists a file that is not there in the data', async () => {
    const { code, stdout } = await planesmith(folder, ['validate', '-o', 'json', 'gone.yaml', 'apps/a.yaml']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'apps/a.yaml', valid: true },
      {
        file: 'gone.yaml',
        line: null,
        column: null,
        valid: false,
        errors: [{ message: 'there is no such file or folder' }],
      },
    ]);
  });

  it('gives its verdict on the other files if one cannot be read, and skips what is no file', async () => {
    const apart = widgetFolder({ 'apps/a.yaml': claim, 'apps/c.yaml': bad.replace('big', 'small') });
    symlinkSync('nowhere.yaml', join(apart, 'apps/b.yaml'));
    execFileSync('mkfifo', [join(apart, 'apps/pipe.yaml')]);
    const { code, stdout, stderr } = await planesmith(apart, ['validate', 'gone.yaml', 'apps'], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    const [first, ...others] = stderr.split('\n').filter((line) => !line.includes('small'));
    rmSync(apart, { recursive: true });
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(/^apps\/c\.yaml:7:3: Widget small: invalid: /m),
    });
    expect([first, ...others]).toEqual([
      'error: gone.yaml: there is no such file or folder',
      '::error file=gone.yaml::there is no such file or folder',
      'error: apps/b.yaml: this link leads to nothing',
      '::error file=apps/b.yaml::this link leads to nothing',
      '  hint: check the path; everything else was checked',
      'skipped: apps/pipe.yaml: this is a FIFO, not a file',
      '1 valid, 1 invalid, 2 unreadable, 1 skipped',
      '',
    ]);
  });

  it('takes the same claim in two folders for claims of two clusters', async () => {
    const apart = widgetFolder({ 'clusters/dev/a.yaml': claim, 'clusters/prod/a.yaml': claim });
    const { code, stderr } = await planesmith(apart, ['validate', 'clusters']);
    rmSync(apart, { recursive: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '2 valid, 0 invalid\n' });
  });

  it('checks an EnvironmentConfig of the platform by the schema of its functions', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['validate', 'environments']);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        /^environments\/bad\.yaml:7:3: EnvironmentConfig toys: invalid: data\.version: .*string/,
      ),
      stderr: '1 valid, 1 invalid\n',
    });
  });

  it.each([undefined, 'null'])('finds what is missing in an EnvironmentConfig whose data is %s', async (data) => {
    const start = environment.slice(0, environment.indexOf('\ndata:') + 1);
    writeFileSync(join(folder, 'empty.yaml'), data === undefined ? start : `${start}data: ${data}\n`);
    const { code, stdout, stderr } = await planesmith(folder, ['validate', 'empty.yaml']);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: expect.stringContaining('EnvironmentConfig toys: invalid: data.name: Required value'),
      stderr: '0 valid, 1 invalid\n',
    });
  });

  it('annotates the lines of a change in a GitHub Actions run, without changing the result', async () => {
    const { stdout, stderr } = await planesmith(folder, ['validate', '-o', 'json', 'apps/deep'], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect(JSON.parse(stdout)).toHaveLength(1);
    expect(stderr).toMatch(
      /^::error file=apps\/deep\/b\.yml,line=7,col=3::Widget small: invalid: spec\.size: Unsupported value/m,
    );
  });

  it('lets no name of a file or a claim command the terminal or the run', async () => {
    const [file, name] = ['::stop-commands::a.yaml', 'x\u001b[2J\n::add-mask::y ##[group]'];
    writeFileSync(join(folder, file), bad.replace('name: big', `name: ${JSON.stringify(name)}`));
    writeFileSync(join(folder, '::debug::b.yaml'), `"\u001b[2J": b: c`);
    const { code, stdout, stderr } = await planesmith(folder, ['validate', file, '::debug::b.yaml', '::error::c'], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^\\u003a:stop-commands::a\.yaml:4:3: Widget x\\u001b\[2J\\u000a::add-mask::y \\u0023#\[group\]: invalid: metadata\.name: /m,
    );
    const lines = [...stdout.split('\n'), ...stderr.split('\n')];
    expect(lines.filter((line) => line.trimStart().startsWith('::') && !line.startsWith('::error file='))).toEqual([]);
    expect(stdout + stderr).not.toMatch(/\u001b|##\[/);
    expect(stderr).toMatch(/^::error file=%3A%3Astop|^::error file=\\u003a%3Astop/m);
  });

  it('names the file that a wrong value comes from, if two were merged', async () => {
    writeFileSync(join(folder, 'values.yaml'), 'Widget/small:\n  size: enormous\n');
    const { code, stdout, stderr } = await planesmith(
      folder,
      ['validate', 'apps/deep/b.yml', '--values', 'values.yaml'],
      { env: { GITHUB_ACTIONS: 'true' } },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^values\.yaml:2:3: Widget small with values\.yaml: invalid: spec\.size: Unsupported value/m,
    );
    expect(stderr).toMatch(
      /^::error file=values\.yaml,line=2,col=3::Widget small with values\.yaml: invalid: spec\.size: /m,
    );
  });

  it('says what to write instead of a value of the wrong type, and shows that value', async () => {
    const { stdout } = await planesmith(folder, ['validate', '-'], {
      stdin: claim.replace('size: large', 'teeth: 20cm'),
    });
    expect(stdout).toMatch(
      /^-:7:3: Widget big: invalid: spec\.teeth: .*; found "20cm"; write a number without a unit\n$/,
    );
    const data = await planesmith(folder, ['validate', '-o', 'json', 'environments/bad.yaml']);
    expect(JSON.parse(data.stdout)).toMatchObject([
      { errors: [{ path: 'data.version', hint: 'found 1; quote it: "1"' }] },
    ]);
  });

  it('checks claims of the other flavour', async () => {
    const stdin = claim.replace('size: large', 'compositionUpdatePolicy: Manual');
    const codes = ['namespaced', 'claims'].map(
      async (flavour) => (await planesmith(folder, ['validate', '-', '--flavour', flavour], { stdin })).code,
    );
    expect(await Promise.all(codes)).toEqual([1, 0]);
  });
});

describe('a claim with something deprecated', () => {
  const end = "{ instead: 'spec.version', since: '2026-11-29', sunset: '2027-02-27' }";
  const widget = join(import.meta.dirname, '../testing/widget.ts');
  let folder: string;
  beforeAll(() => {
    const deprecating = config.replace(
      `import { apis } from '${widget}';`,
      `import { widget } from '${widget}';
import { deprecated } from 'planesmith/schema';
const { fields } = widget.spec;
const spec = { ...widget.spec, fields: { ...fields, size: deprecated(fields.size, ${end}) } };
const apis = { widget: { ...widget, spec, alsoServed: ['v1beta1'], deprecatedVersions: { v1alpha1: ${end} } } };`,
    );
    const fresh = claim.replace('v1alpha1', 'v1beta1').replace('  size: large', "  version: '1'").replace('big', 'new');
    folder = widgetFolder({ 'planesmith.config.ts': deprecating, 'apps/a.yaml': claim, 'apps/b.yaml': fresh });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is valid, with a warning at its place that names what to use and until when it works', async () => {
    const ran = await planesmith(folder, ['validate', 'apps'], { env: { GITHUB_ACTIONS: 'true' } });
    const says = 'deprecated since 2026-11-29: use spec.version; it works at least until 2027-02-27';
    expect(ran).toEqual({
      code: 0,
      stdout: [
        `apps/a.yaml:1:1: Widget big: warning: apiVersion: v1alpha1 Widget is ${says}`,
        `apps/a.yaml:7:3: Widget big: warning: spec.size: ${says}`,
        'apps/a.yaml:1:1: Widget big: valid',
        'apps/b.yaml:1:1: Widget new: valid',
        '',
      ].join('\n'),
      stderr: expect.stringMatching(
        /^::warning file=apps\/a\.yaml,line=1,col=1::Widget big: warning: apiVersion: .*\n::warning file=apps\/a\.yaml,line=7,col=3::.*\n2 valid, 0 invalid, 2 warnings\n$/,
      ) as string,
    });
    const data = await planesmith(folder, ['validate', '-o', 'json', 'apps/a.yaml']);
    expect(JSON.parse(data.stdout)).toMatchObject([
      { valid: true, warnings: [{ path: 'apiVersion' }, { path: 'spec.size', message: says, line: 7, column: 3 }] },
    ]);
  });
});
