import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../compare/comparison.ts';
import type { Contract } from '../compare/contract.ts';
import { digestOf } from '../xpkg/digest.ts';
import { gzip } from '../xpkg/gzip.ts';
import { packTar, textContent } from '../xpkg/tar.ts';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widget = resolve(import.meta.dirname, '../testing/widget.ts');

/** A configuration in which the Widget of the toys has other fields in its spec. */
const changed = (version: string, fields: string, name = 'toys', group = 'toys.example.org'): string =>
  config
    .replace(
      `import { apis } from '${widget}';`,
      `import { widget } from '${widget}';
const { spec } = widget;
const { size, teeth, ...others } = spec.fields;
const apis = { widget: { ...widget, spec: { ...spec, fields: ${fields} } } };`,
    )
    .replace("version: '1.2.3'", `version: '${version}'`)
    .replace("group: 'toys.example.org'", `group: '${group}'`)
    .replace("name: 'toys'", `name: '${name}'`);
const same = '{ size, teeth, ...others }';
const narrower = "{ size: { ...size, values: ['small'] }, teeth, ...others }";

let scratch: string;
/** The dist/ of the toys in version 1.2.3. */
let dist: string;
/** The files of its kit. */
let kit: string;
const folders: string[] = [];
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-compare-')));
  const old = folderWith({});
  expect(await planesmith(old, ['build'])).toMatchObject({ code: 0 });
  dist = join(old, 'dist');
  kit = unpacked('kit');
}, 120_000);
afterAll(() => [scratch, ...folders].forEach((folder) => rmSync(folder, { recursive: true })));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = widgetFolder(files);
  folders.push(folder);
  return folder;
}

function unpacked(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  execFileSync('tar', ['xzf', join(dist, 'kit/toys-1.2.3.tgz'), '--strip-components', '1', '-C', folder]);
  return folder;
}

/** A copy of the kit with another text in one of its files, and with its digest listed again unless the list is the file. */
function kitWith(name: string, path: string, edit: (text: string) => string, isListed = true): string {
  const folder = join(scratch, name);
  cpSync(kit, folder, { recursive: true });
  const text = edit(readFileSync(join(folder, path), 'utf8'));
  writeFileSync(join(folder, path), text);
  if (path !== 'kit.json' && isListed) {
    const list = JSON.parse(readFileSync(join(folder, 'kit.json'), 'utf8')) as { files: Record<string, string> };
    list.files[path] = digestOf(Buffer.from(text));
    writeFileSync(join(folder, 'kit.json'), JSON.stringify(list));
  }
  return folder;
}

const dataOf = (stdout: string): Comparison => JSON.parse(stdout) as Comparison;

describe('a release compared with itself', () => {
  it.each([
    { reason: 'the folder of a build', source: () => dist },
    { reason: 'a tarball', source: () => join(dist, 'kit/toys-1.2.3.tgz') },
    { reason: 'a folder with the files of the kit', source: () => kit },
  ])('has no finding, as $reason and as the platform in its folder', async ({ source }) => {
    const one = await planesmith(folderWith({}), ['compare', source()]);
    expect(one).toEqual({
      code: 0,
      stdout: 'toys 1.2.3 → 1.2.3: nothing changed\n',
      stderr: expect.stringMatching(/^compared 1 claim and others that were generated: \d\d+ combinations/),
    });
    expect(await planesmith(scratch, ['compare', source(), kit])).toEqual({
      ...one,
      stderr: expect.stringMatching(/^compared generated claims \(--claims adds some that exist\): \d+ combinations/),
    });
  });

  it('is read from a registry', async () => {
    const bytes = readFileSync(join(dist, 'kit/toys-1.2.3.tgz'));
    const layers = [{ mediaType: 'application/gzip', digest: digestOf(bytes), size: bytes.length }];
    const manifest = JSON.stringify({ schemaVersion: 2, layers });
    const registry = createServer((request, response) => {
      response.end(request.url?.includes('/manifests/') ? manifest : bytes);
    });
    await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
    const { port } = registry.address() as AddressInfo;
    const ran = await planesmith(folderWith({}), ['compare', `127.0.0.1:${port}/toys/kit:1.2.3`]);
    registry.close();
    expect(ran).toMatchObject({ code: 0, stdout: 'toys 1.2.3 → 1.2.3: nothing changed\n' });
  });
});

describe('a value that is gone', () => {
  let folder: string;
  let fingerprints: readonly string[];
  beforeAll(async () => {
    folder = folderWith({ 'planesmith.config.ts': changed('1.2.4', narrower) });
    const { findings } = dataOf((await planesmith(folder, ['compare', dist, '-o', 'json'])).stdout);
    fingerprints = findings.map(({ fingerprint }) => fingerprint);
  });

  it('fails under a patch, and the report names the version that it needs', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['compare', dist]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^compared 1 claim .*\n$/) });
    expect(stdout).toMatch(/^toys 1\.2\.3 → 1\.2\.4 needs a major version, 2\.0\.0 or later: 1 breaking\n\nbreaking\n/);
    expect(stdout).toMatch(
      /^ {2}[0-9a-f]{12} Widget spec\.size .*large.*; hits team-a\/big \(spec-value-removed\)\n {4}on local: a claim that was valid is invalid: .* \(claim-invalid\)\n$/m,
    );
  });

  it('passes under a major version, unless --fail-on names its severity', async () => {
    const major = folderWith({ 'planesmith.config.ts': changed('2.0.0', narrower) });
    expect(await planesmith(major, ['compare', dist])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/breaking/),
    });
    expect(await planesmith(major, ['compare', dist, '--fail-on', 'breaking'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 breaking, which nobody has approved\n'),
    });
  });

  it('fails under the version that is published already', async () => {
    const equal = folderWith({ 'planesmith.config.ts': changed('1.2.3', narrower) });
    expect(await planesmith(equal, ['compare', dist])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('toys 1.2.3 → 1.2.3 needs a major version'),
    });
  });

  it('passes if somebody approves it, until that day is over', async () => {
    const approve = (until: string) =>
      writeFileSync(
        join(folder, 'approvals.yaml'),
        [
          ...fingerprints.map((each) => `- { finding: ${each}, by: Ann, why: nobody uses it, until: ${until} }\n`),
          '- { finding: 0123456789ab, by: Bob, why: gone, until: 9999-12-31 }\n',
        ].join(''),
      );
    approve('9999-12-31');
    const approved = await planesmith(folder, ['compare', dist]);
    expect(approved).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('approved by Ann until 9999-12-31: nobody uses it'),
    });
    expect(approved.stderr).toMatch(/^compared .*\nthe approval of 0123456789ab by Bob fits no finding: remove it\n$/);
    approve('2020-01-31');
    const expired = await planesmith(folder, ['compare', dist]);
    expect(expired).toMatchObject({ code: 1, stdout: expect.stringContaining('needs a major version') });
    expect(expired.stderr).toContain(`the approval of ${fingerprints[0]} by Ann ended with 2020-01-31: look again\n`);
    writeFileSync(join(folder, 'approvals.yaml'), '- { finding: 3f2a, by: Ann }\n');
    expect(await planesmith(folder, ['compare', dist])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^error: approvals\.yaml:1:14: "3f2a" is no fingerprint of 12 hex digits\n {2}hint: /,
      ),
    });
    rmSync(join(folder, 'approvals.yaml'));
  });

  it('is reported as data that fits the schema of the report', async () => {
    const schema = JSON.parse((await planesmith(scratch, ['compare', '--schema'])).stdout) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const { code, stdout, stderr } = await planesmith(folder, ['compare', dist, '-o', 'json']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^compared .*\n1\.2\.3 → 1\.2\.4 needs a major/),
    });
    validate(dataOf(stdout));
    expect(validate.errors).toBeNull();
    expect(dataOf(stdout)).toMatchObject({ passes: false, needed: { step: 'major', version: '2.0.0' } });
    expect((await planesmith(folder, ['compare', dist, '-o', 'yaml'])).stdout).toContain(`fingerprint: `);
  });

  it('is reported as a comment, as JUnit XML, as an entry of the changelog, and as annotations', async () => {
    const markdown = await planesmith(folder, ['compare', dist, '--as', 'markdown']);
    expect(markdown).toMatchObject({ code: 1, stdout: expect.stringMatching(/^## ❌ toys 1\.2\.3 → 1\.2\.4 needs/) });
    const junit = await planesmith(folder, ['compare', dist, '--as', 'junit']);
    expect(junit).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('<testsuite name="planesmith compare: toys'),
    });
    const changelog = await planesmith(folder, ['compare', dist, '--as', 'changelog']);
    expect(changelog).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^## 1\.2\.4 \(unreleased\)\n\nFor those who write/),
    });
    const inCi = await planesmith(folder, ['compare', dist], { env: { GITHUB_ACTIONS: 'true' } });
    expect(inCi.stderr).toMatch(/^::error ::1\.2\.3 → 1\.2\.4 needs a major version/m);
    expect(inCi.stderr).toMatch(/^::error ::breaking: Widget /m);
  });
});

it.each([
  { sunset: '2020-02-01', rule: 'spec-deprecated-field-removed', severity: 'risky' },
  { sunset: '9999-12-31', rule: 'spec-field-removed', severity: 'breaking' },
])('the removal of a field whose sunset is $sunset is $severity', async ({ sunset, rule, severity }) => {
  const deprecating = kitWith(`sunset-${severity}`, 'contract.json', (text) => {
    const contract = JSON.parse(text) as Contract;
    const spec = contract.apis['Widget']?.definition.spec;
    Object.assign((spec?.kind === 'object' && spec.fields['teeth']) || {}, {
      deprecated: { instead: 'size', since: '2020-01-31', sunset },
    });
    return JSON.stringify(contract);
  });
  const gone = folderWith({ 'planesmith.config.ts': changed('1.3.0', '{ size, ...others }') });
  const { stdout } = await planesmith(gone, ['compare', deprecating, '-o', 'json']);
  const found = dataOf(stdout).findings.find(({ place }) => place === 'Widget spec.teeth');
  expect(found).toMatchObject({ rule, severity, consequences: [{ rule: 'claim-invalid' }] });
});

it('an addition needs a minor version', async () => {
  const folder = folderWith({
    'planesmith.config.ts': changed('1.2.4', "{ size, teeth, ...others, shine: { ...others.version, values: ['1'] } }"),
  });
  expect(await planesmith(folder, ['compare', dist])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/needs a minor version, 1\.3\.0 or later: 1 safe\n/),
  });
});

it.each([
  { reason: 'another name', name: 'games', group: 'toys.example.org', rule: 'platform-renamed' },
  { reason: 'another group', name: 'toys', group: 'games.example.org', rule: 'group-changed' },
])('a platform with $reason is the same platform, and breaks', async ({ name, group, rule }) => {
  const folder = folderWith({ 'planesmith.config.ts': changed('1.2.4', same, name, group) });
  const { code, stdout } = await planesmith(folder, ['compare', dist]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(`(${rule})`) });
});

describe('compare --rules', () => {
  it('lists every rule once, as text and as data', async () => {
    const { stdout } = await planesmith(scratch, ['compare', '--rules', '-o', 'json']);
    const rules = JSON.parse(stdout) as { id: string; severity: string; summary: string }[];
    expect(rules.length).toBeGreaterThan(50);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(rules.filter(({ summary }) => !/^[A-Z].*\.$/.test(summary))).toEqual([]);
    const text = (await planesmith(scratch, ['compare', '--rules'])).stdout;
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual(rules.map(({ id, severity, summary }) => [id, severity, summary]));
  });
});

describe('what cannot be compared', () => {
  it.each([
    { reason: 'nothing', source: () => undefined, says: /^error: there is no release to compare with\n/ },
    { reason: 'a name that is nowhere', source: () => 'nowhere', says: /^error: there is no kit \S+nowhere\n/ },
    {
      reason: 'a package',
      source: () => join(dist, 'packages/toys-local-1.2.3.xpkg'),
      says: /^error: \S+\.xpkg is a Crossplane package, which has neither .* contract of a kit\n {2}hint: name the kit/,
    },
    {
      reason: 'a package under another name',
      source: () => {
        cpSync(join(dist, 'packages/toys-local-1.2.3.xpkg'), join(scratch, 'renamed.tar'));
        return 'renamed.tar';
      },
      says: /^error: \S+renamed\.tar is a Crossplane package/,
    },
    {
      reason: 'the layout of a package',
      source: () => join(dist, 'oci/toys-local'),
      says: /^error: \S+ is a Crossplane package/,
    },
    {
      reason: 'the layer of a package, as a registry has it',
      source: async () => {
        const layer = await packTar([
          { type: 'file', path: 'package.yaml', content: textContent('kind: Configuration') },
        ]);
        writeFileSync(join(scratch, 'layer.tgz'), gzip(layer));
        return 'layer.tgz';
      },
      says: /^error: \S+layer\.tgz is a Crossplane package/,
    },
    {
      reason: 'a build without a kit',
      source: () => {
        mkdirSync(join(scratch, 'only'));
        cpSync(join(dist, 'release.yaml'), join(scratch, 'only/release.yaml'));
        return 'only';
      },
      says: /^error: \S+only has no kit\n {2}hint: build it without --only/,
    },
    {
      reason: 'a build in which a file has the place of the kit',
      source: () => {
        mkdirSync(join(scratch, 'file'));
        cpSync(join(dist, 'release.yaml'), join(scratch, 'file/release.yaml'));
        writeFileSync(join(scratch, 'file/kit'), '');
        return 'file';
      },
      says: /^error: \S+file has no kit\n {2}hint: build it without --only/,
    },
    {
      reason: 'a build with two kits',
      source: () => {
        for (const name of ['a.tgz', 'b.tgz']) {
          cpSync(join(dist, 'kit/toys-1.2.3.tgz'), join(scratch, 'two/kit', name));
        }
        cpSync(join(dist, 'release.yaml'), join(scratch, 'two/release.yaml'));
        return 'two';
      },
      says: /^error: \S+two has several kits\n {2}hint: name one of them, such as \S+two\/kit\/a\.tgz/,
    },
    {
      reason: 'a kit of an older engine',
      source: () => {
        const copy = kitWith('older', 'kit.json', (text) => text.replace(/ {4}"contract\.json": .*\n/, ''));
        rmSync(join(copy, 'contract.json'));
        return copy;
      },
      says: /^error: \S+ has no contract: planesmith \S+, which made it, wrote none\n {2}hint: build its commit again/,
    },
    {
      reason: 'a kit of another line of engines',
      source: () => kitWith('line', 'kit.json', (text) => text.replace(/"engine": "[^"]*"/, '"engine": "7.1.0"')),
      says: /^error: \S+ was made with planesmith 7\.1\.0, and this is .*\n {2}hint: build its commit again/,
    },
    {
      reason: 'a kit with an edited contract',
      source: () => kitWith('edited', 'contract.json', (text) => text.replace('large', 'huge'), false),
      says: /^error: \S+ is damaged: contract\.json has another digest in kit\.json\n/,
    },
    {
      reason: 'a contract that is cut',
      source: () => kitWith('cut', 'contract.json', (text) => text.slice(0, -100)),
      says: /^error: the contract in \S+ is damaged: it is not JSON\n/,
    },
    {
      reason: 'a contract of a later format',
      source: () => kitWith('later', 'contract.json', (text) => text.replace('"format":1', '"format":2')),
      says: /^error: \S+ has a contract of format 2, and this planesmith reads format 1\n/,
    },
    {
      reason: 'another platform',
      source: () =>
        kitWith('other', 'contract.json', (text) =>
          text
            .replace('"platform":"toys"', '"platform":"acme"')
            .replace('"group":"toys.example.org"', '"group":"acme.example.org"'),
        ),
      says: /^error: \S+ is of the platform acme \(acme\.example\.org\), and planesmith\.config\.ts of toys \(toys\.example\.org\): they cannot be compared\n/,
    },
    {
      reason: 'a version that is none',
      source: () =>
        kitWith('version', 'contract.json', (text) => text.replace('"version":"1.2.3"', '"version":"latest"')),
      says: /^error: the contract in \S+ is damaged: version: "latest" is no semantic version/m,
    },
  ])('is said in one sentence: $reason', async ({ source, says }) => {
    const temporary = mkdtempSync(join(scratch, 'temporary-'));
    const named = await source();
    const args = ['compare', ...(named === undefined ? [] : [resolve(scratch, named)])];
    const { code, stdout, stderr } = await planesmith(folderWith({}), args, { env: { TMPDIR: temporary } });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([
    { args: ['--as', 'junit', '-o', 'json'], says: '--as junit and --output json name two forms' },
    { args: ['--rules', '--as', 'junit'], says: "option '--rules' cannot be used with option '--as <form>'" },
    { args: ['--as', 'html'], says: "argument 'html' is invalid" },
  ])('is what nobody can mean: $args', async ({ args, says }) => {
    expect(await planesmith(scratch, ['compare', kit, kit, ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(says),
    });
  });
});

describe('the claims that are compared', () => {
  const second = claim.replace('name: big', 'name: second').replace('namespace: team-a', 'namespace: team-b');

  it('are also those of --claims, of every release and namespace', async () => {
    const folder = folderWith({
      'planesmith.config.ts': changed('1.2.4', narrower),
      'live/widgets.yaml': `${second}---\nkind: Other\napiVersion: v1\nmetadata: { name: other }\n---\n${second.replace('kind: Widget', 'kind: constructor')}`,
    });
    const { code, stdout, stderr } = await planesmith(folder, ['compare', dist, '--claims', 'live']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^compared 2 claims and others/) });
    expect(stdout).toMatch(/; hits team-a\/big, team-b\/second \(spec-value-removed\)$/m);
    expect(await planesmith(folder, ['compare', dist, dist, '--claims', 'live'])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^compared 1 claim and others/),
    });
  });

  it('are read, or the reason is said at its place', async () => {
    const folder = folderWith({ 'bad.yaml': 'kind: [\n' });
    for (const [path, says] of [
      ['bad.yaml', /^error: bad\.yaml:\d+:\d+: /],
      ['nowhere', /^error: nowhere: there is no such/],
      ['functions', /^error: functions: no claim of toys\.example\.org\n {2}hint: name the files and folders/],
    ] as const) {
      expect(await planesmith(folder, ['compare', dist, '--claims', path])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(says),
      });
    }
  });

  it('are seen beyond a fact that is required now, if the new release has it for the environment of that name', async () => {
    const requiring = `import { extended, string } from 'planesmith/schema';
import { functions as old } from '${widget}';
const bench = string('Where they are made.', { maxLength: 9 });
const planner = { ...old.widget.planner, environment: extended(old.widget.planner.environment, { fields: { bench } }) };
const local = {
  ...old.widget.targets.local,
  planner,
  compose: (context) => {
    const { resources, ...rest } = old.widget.targets.local.compose(context);
    const { desired, ...gear } = resources.gear;
    return { ...rest, resources: { ...resources, gear: { ...gear, desired: { ...desired, spec: { ...desired.spec, teeth: 77 } } } } };
  },
};
export const functions = { widget: { planner, targets: { local, cloud: { ...old.widget.targets.cloud, planner } } } };
`;
    const given = { 'functions/index.ts': requiring, 'examples/environments/local.yaml': `${environment}  bench: b\n` };
    const seen = await planesmith(folderWith(given), ['compare', dist]);
    expect(seen.stderr).toContain('has no bench, so the new release was asked with that of its own local\n');
    expect(seen.stdout).toMatch(/\(environment-required-field-added\)$/m);
    expect(seen.stdout).toMatch(/Widget on local: gear.*teeth.*hits team-a\/big \(object-changed\)$/m);
    expect(seen.stdout).not.toContain('(claim-failed)');
    const unseen = await planesmith(folderWith({ 'functions/index.ts': requiring }), ['compare', dist]);
    expect(unseen.stdout).toContain('(claim-failed)');
    expect(unseen.stderr).toContain(
      'has no bench, so what else changes for its claims is not seen\n  hint: give it in the new release, as bench in examples/environments/local.yaml\n',
    );
  });

  it('need an environment of the old release', async () => {
    const old = kitWith('bare', 'kit.json', (text) => text.replace(/,\n *"environments\/local\.yaml": "[^"]*"/, ''));
    rmSync(join(old, 'environments'), { recursive: true });
    expect(await planesmith(folderWith({}), ['compare', old])).toMatchObject({
      code: 0,
      stderr: 'the old release has no environments, so only the contracts were compared\n',
    });
  });

  it('are not converted by a kit that was built before APIs could convert any, which stderr says', async () => {
    const older = kitWith('unconverting', 'kit.mjs', (text) => text.replaceAll(/([,{])converts:/g, '$1unsaid:'));
    const says = `${older} was built before APIs could convert claims, so nothing is said of claims that it would convert\n`;
    expect(await planesmith(scratch, ['compare', kit, older])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(says),
    });
    expect((await planesmith(scratch, ['compare', older, kit])).stderr).not.toContain('was built before');
  });

  it('show what becomes of objects', async () => {
    const renamed = `import { functions as old } from '${widget}';
const { local, ...targets } = old.widget.targets;
const compose = (context) => {
  const { resources, ...rest } = local.compose(context);
  const { desired, ...gear } = resources.gear;
  return { ...rest, resources: { ...resources, gear: { ...gear, desired: { ...desired, spec: { ...desired.spec, teeth: 77 } } } } };
};
export const functions = { widget: { ...old.widget, targets: { ...targets, local: { ...local, compose } } } };
`;
    const folder = folderWith({ 'functions/index.ts': renamed });
    expect(await planesmith(folder, ['compare', dist])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^toys 1\.2\.3 → 1\.2\.3 needs a minor version, 1\.3\.0 or later: \d+ risky\n[^]* Widget on local: gear.*teeth.*hits team-a\/big \(object-changed\)$/m,
      ),
    });
  });
});
