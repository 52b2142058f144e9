import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claim, planesmith, widgetFolder } from './testing/widget-folder.ts';

const chosen = claim.replace(
  'spec:',
  'spec:\n  resourceRef: { apiVersion: v1, kind: XWidget, name: big-x7f2k }\n  # Ours alone.\n  compositionRef:\n    name: widgets-cloud',
);
const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name:   x}\nspec: {compositionRef:   1} # odd\n';

/** The toy functions, whose gears are named after the time at which their claim was born. */
const born = `import { functions as own } from '${resolve(import.meta.dirname, '../testing/widget.ts')}';

const { local, cloud } = own.widget.targets;
const named = {
  ...local,
  compose(context) {
    const { resources, ...rest } = local.compose(context);
    const { gear } = resources;
    const annotations = { 'crossplane.io/external-name': 'gear-' + context.claim.createdAt };
    const desired = { ...gear.desired, metadata: { ...gear.desired.metadata, annotations } };
    return { ...rest, resources: { ...resources, gear: { ...gear, desired } } };
  },
};
export const functions = { widget: { ...own.widget, targets: { local: named, cloud } } };
`;

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder of the toy platform with these files below `claims`. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = widgetFolder();
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'claims', path)), { recursive: true });
    writeFileSync(join(folder, 'claims', path), text);
  }
  return folder;
}

const migrate = (folder: string, ...args: string[]) =>
  planesmith(folder, [
    'migrate',
    ...(args[0]?.startsWith('-') === false ? [] : ['claims']),
    '--to',
    'namespaced',
    ...args,
  ]);
const textIn = (folder: string, path: string) => readFileSync(join(folder, 'claims', path), 'utf8');

const diff = `--- a/claims/big.yaml
+++ b/claims/big.yaml
@@ -9,8 +9,8 @@
   name: big
   namespace: team-a
 spec:
-  resourceRef: { apiVersion: v1, kind: XWidget, name: big-x7f2k }
-  # Ours alone.
-  compositionRef:
-    name: widgets-cloud
+  crossplane:
+    # Ours alone.
+    compositionRef:
+      name: widgets-cloud
   size: large
`;

describe('planesmith migrate', () => {
  const files = {
    'big.yaml': `${other}---\n${chosen}`,
    'same.yaml': claim.replace('name: big', 'name: same'),
    'other.yaml': other,
  };

  it('prints a diff that can be applied, says that everything stays, and changes nothing', async () => {
    const folder = folderWith(files);
    const { code, stdout, stderr } = await migrate(folder);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'on local, in the environment local: every object keeps its name and external name (4 of all 2 claims)\n' +
        'no file was changed yet: add --write\n',
    });
    expect(stdout).toBe(diff);
    for (const [path, text] of Object.entries(files)) expect(textIn(folder, path)).toBe(text);
  });

  it('writes the files, with their modes and behind their links, and a second time there is nothing to do', async () => {
    const folder = folderWith(files);
    chmodSync(join(folder, 'claims/big.yaml'), 0o640);
    mkdirSync(join(folder, 'linked'));
    symlinkSync('../claims/big.yaml', join(folder, 'linked/big.yaml'));
    const first = await planesmith(folder, ['migrate', 'linked', '--to', 'namespaced', '--write']);
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('1 file written\n') });
    expect(textIn(folder, 'big.yaml')).toContain(`${other}---\n`);
    expect(textIn(folder, 'big.yaml')).toContain('\n  crossplane:\n    # Ours alone.\n    compositionRef:\n');
    expect(statSync(join(folder, 'claims/big.yaml')).mode & 0o777).toBe(0o640);
    const again = await migrate(folder, '--write');
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toContain('nothing to rewrite: all 2 claims can be applied in either flavour\n');
    for (const path of ['same.yaml', 'other.yaml'] as const) expect(textIn(folder, path)).toBe(files[path]);
  });

  it('prints data', async () => {
    const { stdout } = await migrate(folderWith(files), '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ file: 'claims/big.yaml', diff }],
      objects: 4,
      plan: { claims: 2, changed: 0, groups: [], fails: false },
      written: false,
    });
  });

  const secret = chosen.replace('spec:', 'spec:\n  writeConnectionSecretToRef: { name: big }');
  it.each([
    {
      reason: 'a field that cannot stay, by file, line and field',
      files: { 'a.yaml': chosen, 'b.yaml': secret.replace('name: big\n', 'name: tall\n') },
      code: 1,
      says: /^claims\/b\.yaml:7:3: Widget tall: invalid: spec\.writeConnectionSecretToRef: Crossplane writes no connection Secret for a namespaced XR; take it out/m,
    },
    {
      reason: 'fields of both flavours in one claim',
      files: { 'a.yaml': chosen.replace('spec:', 'spec:\n  crossplane: { compositionUpdatePolicy: Manual }') },
      code: 1,
      says: /^claims\/a\.yaml:7:3: Widget big: invalid: spec\.crossplane: it is a field of a namespaced XR/m,
    },
    {
      reason: 'a claim that was never valid',
      files: { 'a.yaml': chosen, 'b.yaml': claim.replace('large', 'huge').replace('name: big', 'name: tall') },
      code: 1,
      says: /^claims\/b\.yaml:7:3: Widget tall: invalid: spec\.size: /m,
    },
    {
      reason: 'an XR that was never valid',
      files: { 'a.yaml': claim.replace('spec:', 'spec:\n  crossplane: { policy: Manual }') },
      code: 1,
      says: /^claims\/a\.yaml:7:\d+: Widget big: invalid: spec\.crossplane/m,
    },
    {
      reason: 'an unknown kind of the platform',
      files: { 'a.yaml': chosen.replace('kind: Widget', 'kind: Wigdet') },
      code: 1,
      says: /did you mean "Widget"\?/,
    },
    {
      reason: 'two claims of one name',
      files: { 'a.yaml': chosen, 'b.yaml': claim },
      code: 1,
      says: /^claims\/b\.yaml:4:3: Widget big: invalid: metadata\.name: Duplicate value: "big": it is also in claims\/a\.yaml$/m,
    },
    {
      reason: 'a file that cannot be read',
      files: { 'a.yaml': chosen, 'b.yaml': 'a: [' },
      code: 2,
      says: /^error: claims\/b\.yaml:1:\d+: /m,
    },
    {
      reason: 'a claim whose lines cannot be moved',
      files: {
        'a.yaml': `x: &x { compositionRef: { name: a } }\n${claim.replace('spec:\n  size: large', 'spec: *x')}`,
      },
      code: 1,
      says: /^claims\/a\.yaml/m,
    },
    {
      reason: 'no claim at all',
      files: { 'a.yaml': other },
      code: 2,
      says: /^error: claims: no claim of toys\.example\.org with a namespace$/m,
    },
  ])('changes no file for $reason', async ({ files: bad, code, says }) => {
    const folder = folderWith(bad as Readonly<Record<string, string>>);
    const ran = await migrate(folder, '--write');
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(says);
    for (const [path, text] of Object.entries(bad)) expect(textIn(folder, path)).toBe(text);
  });

  it.each([
    {
      reason: 'a target that no API has',
      args: ['--target', 'clout'],
      says: 'error: no API has the target clout, did you mean cloud?\n  hint: the targets are cloud, local',
    },
    {
      reason: 'a dump of another cluster: what the claims have there is unknown',
      args: ['--live', 'none.yaml'],
      says: 'error: none.yaml has none of the claims in claims\n  hint: dump their kinds and what they compose',
    },
  ])('proves nothing with $reason', async ({ args, says }) => {
    const folder = folderWith(files);
    writeFileSync(join(folder, 'none.yaml'), 'apiVersion: v1\nkind: List\nitems: []\n');
    const ran = await migrate(folder, '--write', ...args);
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
    expect(textIn(folder, 'big.yaml')).toBe(files['big.yaml']);
  });

  it('writes nothing if something would be made a second time, and names it', async () => {
    const folder = folderWith({ 'big.yaml': chosen });
    writeFileSync(join(folder, 'functions/index.ts'), born);
    const { code, stderr } = await migrate(folder, '--write');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^on local, in the environment local: not everything stays: something is made a second time$/m,
    );
    expect(stderr).toMatch(
      /^ {2}is made a second time: Widget on local: gear: .*external-name.* changes from "gear-2024-01-01/m,
    );
    expect(stderr).toMatch(/^no file was changed$/m);
    expect(textIn(folder, 'big.yaml')).toBe(chosen);
  });

  it('reads standard input, but does not write it', async () => {
    const folder = folderWith({});
    const args = ['migrate', '-', '--to', 'namespaced'];
    const { code, stdout } = await planesmith(folder, args, { stdin: chosen });
    expect({ code, lines: stdout.split('\n').slice(0, 2) }).toEqual({ code: 0, lines: ['--- a/-', '+++ b/-'] });
    const written = await planesmith(folder, [...args, '--write'], { stdin: chosen });
    expect(written).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input cannot be written') });
  });

  it('prints the steps in the cluster, for the packages of the target', async () => {
    const { code, stdout } = await migrate(folderWith(files), '--steps');
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^# (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Names',
      '1. Save',
      '2. Hold',
      '3. Orphan',
      '4. Change the package',
      '5. Adopt',
      '6. Check and close',
    ]);
    expect(stdout).toContain("\napis='widgets'\n");
    // A revision at work would own again what it has let go of, and take it away with it.
    expect(stdout).toMatch(
      /^kubectl annotate configuration\.\S+ .*paused=true\nkubectl annotate configurationrevision\.\S+ .*paused=true\n(kubectl wait .*=ReconcilePaused' .*\n){2}kubectl delete /m,
    );
    expect(stdout).toContain(
      '\ncrossplane xpkg install configuration registry.example.org/toys/toys-local:v1.2.3 toys-local\n',
    );
    expect(await migrate(folderWith(files), '--steps', '--target', 'moon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the platform has no package with claims on moon'),
    });
  });

  it('gives claims without a namespace the one that is asked for, and leaves their files as they are', async () => {
    const folder = folderWith({ 'a.yaml': claim.replace('  namespace: team-a\n', '') });
    const { code, stdout } = await migrate(folder, '-n', 'team-b', '-o', 'json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, files: [], objects: 2 });
  });
});
