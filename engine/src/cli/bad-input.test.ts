import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

const broken = claim.replace('  name: big', '  name: big\n  - what');
const with1 = (from: string, to: string) => claim.replace(from, to);
const cel = `import { api, integer, object } from 'planesmith/schema';
import { perTarget, platform } from 'planesmith';
const rules = [{ rule: 'self.to >= self.from', message: 'to must not be below from', fieldPath: '.to' }];
const fields = { from: integer('Begin.', { minimum: 0, maximum: 9 }), to: integer('End.', { minimum: 0, maximum: 9 }) };
const span = api({
  kind: 'Span', description: 'A span.', targets: ['local'],
  spec: object(fields, { rules }), recorded: object({}), status: object({}), secret: {},
});
export default platform({
  name: 'toys', group: 'toys.example.org', registry: 'registry.example.org/toys', crossplane: '>=v2.4.0', version: '1.2.3',
  apis: { span }, compositions: async () => ({}), functions: async () => ({}), packages: perTarget('toys', ['local']),
});
`;

interface Row {
  readonly reason: string;
  /** Files beside the usual ones. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly code: 1 | 2;
  /** Matches the output. */
  readonly says: RegExp;
  readonly hint?: RegExp;
}

const rows: readonly Row[] = [
  {
    reason: 'invalid YAML, with line and column',
    files: { 'a.yaml': broken },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:5:\d+: .+/,
    hint: /correct the YAML/,
  },
  {
    reason: 'invalid YAML, when rendering',
    files: { 'a.yaml': broken },
    args: ['render', 'a.yaml'],
    code: 2,
    says: /a\.yaml:5:\d+: .+/,
    hint: /correct the YAML/,
  },
  {
    reason: 'a file without a document, which must not count as a successful check',
    files: { 'empty.yaml': '# nothing yet\n' },
    args: ['validate', 'empty.yaml'],
    code: 2,
    says: /there is nothing to check in empty\.yaml/,
    hint: /files that hold claims/,
  },
  {
    reason: 'one key twice',
    files: { 'a.yaml': `${claim}kind: Widget\n` },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:8:1: the key "[a-zA-Z]+" occurs twice in this map/,
  },
  {
    reason: 'a list instead of an object',
    files: { 'a.yaml': '- a\n' },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:1:1: expected a Kubernetes object, found a list/,
  },
  {
    reason: 'nothing in a List',
    files: { 'a.yaml': 'apiVersion: v1\nkind: List\nitems: [null]\n' },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:3:9: expected a Kubernetes object, found nothing/,
  },
  {
    reason: 'several documents instead of one environment',
    files: { 'two.yaml': `${environment}---\n${environment}` },
    args: ['render', 'examples/widget.yaml', '--environment', 'two.yaml'],
    code: 2,
    says: /two\.yaml: expected one EnvironmentConfig, found 2 documents/,
    hint: /a file of its own/,
  },
  {
    reason: 'several claims, while existing objects belong to one',
    files: { 'two.yaml': `${claim}---\n${with1('big', 'small')}`, 'seen.yaml': '' },
    args: ['render', 'two.yaml', '--observed', 'seen.yaml'],
    code: 2,
    says: /--observed belongs to one claim, but there are 2/,
    hint: /one by one/,
  },
  {
    reason: 'existing objects that are something else',
    files: { 'seen.yaml': '- a\n' },
    args: ['render', 'examples/widget.yaml', '--observed', 'seen.yaml'],
    code: 2,
    says: /seen\.yaml: document 1 is not a Kubernetes object/,
    hint: /kubectl get -o yaml/,
  },
  {
    reason: 'an existing object without a name',
    files: { 'seen.yaml': 'apiVersion: v1\nkind: Secret\n' },
    args: ['render', 'examples/widget.yaml', '--observed', 'seen.yaml'],
    code: 2,
    says: /seen\.yaml: document 1 is not a Kubernetes object/,
  },
  {
    reason: 'an existing object with metadata that no object can have',
    files: {
      'seen.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  annotations: [${'x'.repeat(5000)}]\n`,
    },
    args: ['render', 'examples/widget.yaml', '--observed', 'seen.yaml'],
    code: 2,
    says: /seen\.yaml: document 1 is not a Kubernetes object: metadata\.annotations: .*must be of type object/,
  },
  {
    reason: 'an existing object with an owner that has no name',
    files: {
      'seen.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: a, ownerReferences: [{ kind: Widget }] }\n',
    },
    args: ['render', 'examples/widget.yaml', '--observed', 'seen.yaml'],
    code: 2,
    says: /seen\.yaml: document 1 is not a Kubernetes object: metadata\.ownerReferences\[0\]\.apiVersion: Required value/,
  },
  {
    reason: 'a file that is too large',
    files: { 'big.yaml': '#\n'.repeat(5 << 20) },
    args: ['validate', 'big.yaml', 'examples'],
    code: 2,
    says: /^error: big\.yaml: this is larger than 8 MiB, the most that is read: split it into several files$/m,
  },
  {
    reason: 'a file with too many documents, also if each is empty',
    files: { 'many.yaml': '---\n...\n'.repeat(100_000) },
    args: ['validate', 'many.yaml', 'examples'],
    code: 2,
    says: /^error: many\.yaml: this has more than 100000 documents, the most that are read: split it into several files$/m,
  },
  {
    reason: 'a file that is not text',
    files: { 'a.yaml': '\u0000\u001b[31mkind: Widget\n' },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:1:1: this is not UTF-8 text$/m,
  },
  {
    reason: 'a text instead of an object, however long',
    files: { 'a.yaml': `${'x'.repeat(10_000)}\n` },
    args: ['validate', 'a.yaml'],
    code: 2,
    says: /a\.yaml:1:1: expected a Kubernetes object, found a string$/m,
  },
  {
    reason: 'a claim without an apiVersion',
    files: { 'a.yaml': 'kind: Widget\n' },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /no matches for kind "Widget" in version ""; did you mean "toys\.example\.org\/v1alpha1"\?/,
  },
  {
    reason: 'an apiVersion that is a number',
    files: { 'a.yaml': with1('toys.example.org/v1alpha1', '5') },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /no matches for kind "Widget" in version 5; did you mean "toys\.example\.org\/v1alpha1"\?/,
  },
  {
    reason: 'a name of a megabyte, of which it prints the beginning',
    files: { 'a.yaml': with1('name: big', `name: ${'x'.repeat(1 << 20)}`) },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /^a\.yaml:4:3: Widget x{3000,4000}… \(\d{7} more characters\)$/m,
  },
  {
    reason: 'a claim that is larger than any object of a cluster',
    files: {
      'a.yaml': with1(
        'name: big',
        `name: big\n  labels: {${Array.from({ length: 100_000 }, (_, i) => `label-${i}: value`)}}`,
      ),
    },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /^a\.yaml:1:1: Widget big: invalid: Too long: \d+ bytes, and a cluster stores at most 1572864$/m,
  },
  {
    reason: 'an unknown kind',
    files: { 'a.yaml': with1('Widget', 'Wigdet') },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /a\.yaml:2:1: Wigdet big: invalid: kind: no matches for kind "Wigdet" .*did you mean "Widget"\?/,
  },
  {
    reason: 'a claim that was printed and not filled in',
    files: { 'a.yaml': with1('size: large', 'stickers: { front: CHANGE-ME }') },
    args: ['render', 'a.yaml'],
    code: 1,
    says: /a\.yaml:7:15: Widget big: invalid: spec\.stickers\.front: CHANGE-ME stands for a value of yours: The text\.$/m,
  },
  {
    reason: 'a namespace that cannot be, to begin with',
    args: ['claim', 'Widget', 'big', '-n', 'Team_A'],
    code: 2,
    says: /metadata\.namespace: /,
    hint: /choose another namespace/,
  },
  {
    reason: 'a word of its description as a kind, to begin with',
    args: ['claim', 'turns', 'big'],
    code: 2,
    says: /there is no kind turns, did you mean Widget\?/,
  },
  {
    reason: 'a new platform in a folder that has files',
    args: ['init', 'examples', '--group', 'a.example', '--registry', 'r.example/a'],
    code: 2,
    says: /^error: examples is not empty: it has /m,
    hint: /does not exist yet/,
  },
  {
    reason: 'a new platform without a group, where nobody can be asked',
    args: ['init', 'acme', '--registry', 'r.example/a'],
    code: 2,
    says: /^error: --group is missing$/m,
    hint: /a domain of yours/,
  },
  {
    reason: 'a new platform whose names cannot be',
    args: ['init', 'acme', '--name', 'Acme', '--group', 'acme', '--registry', 'r.example/a'],
    code: 2,
    says: /^error: the platform cannot be begun: .*name.*; .*group "acme" is not a domain/m,
    hint: /give another --name and --group$/m,
  },
  {
    reason: 'a new platform whose first API cannot be',
    args: ['init', 'acme', '--group', 'a.example', '--registry', 'r.example/a', '--api', 'my-api'],
    code: 2,
    says: /cannot use this API my-api: kind: /,
  },
  {
    reason: 'a new API that Kubernetes could not serve',
    args: ['new', 'queue'],
    code: 2,
    says: /cannot use this API queue: kind: "queue" should be in CamelCase/,
  },
  {
    reason: 'a new API that there is already',
    args: ['new', 'WIDGET'],
    code: 2,
    says: /there is an API Widget already/,
    hint: /choose another kind/,
  },
  {
    reason: 'a new API on a target that no package has',
    args: ['new', 'Queue', '--targets', 'moon'],
    code: 2,
    says: /no package has the target moon/,
    hint: /the targets are local, cloud/,
  },
  {
    reason: 'a new API in a platform that is laid out in another way',
    args: ['new', 'Queue'],
    code: 2,
    says: /there is no functions\/bind\.ts/,
    hint: /made by `functionsOf`/,
  },
  {
    reason: 'a new API beside files of that name',
    files: { 'examples/queue.yaml': claim },
    args: ['new', 'Queue'],
    code: 2,
    says: /examples\/queue\.yaml exists already/,
  },
  {
    reason: 'an unknown kind to begin with',
    args: ['claim', 'Wigdet', 'big'],
    code: 2,
    says: /there is no kind Wigdet, did you mean Widget\?/,
    hint: /the kinds are Widget/,
  },
  {
    reason: 'an unknown field, with the nearest name',
    files: { 'a.yaml': with1('size', 'sise') },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /a\.yaml:7:3: Widget big: invalid: spec\.sise: unknown field "spec\.sise", did you mean "size"\?/,
  },
  {
    reason: 'a wrong type',
    files: { 'a.yaml': with1('size: large', 'teeth: many') },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /a\.yaml:7:3: Widget big: invalid: spec\.teeth: .*must be of type integer/,
  },
  {
    reason: 'a value out of range',
    files: { 'a.yaml': with1('size: large', 'teeth: 1001') },
    args: ['validate', 'a.yaml'],
    code: 1,
    says: /a\.yaml:7:3: Widget big: invalid: spec\.teeth: .*less than or equal to 1000/,
  },
  {
    reason: 'a value that is not offered',
    files: { 'a.yaml': with1('large', 'huge') },
    args: ['render', 'a.yaml'],
    code: 1,
    says: /a\.yaml:7:3: Widget big: invalid: spec\.size: Unsupported value: "huge": supported values: "small", "large"/,
  },
  {
    reason: 'a CEL rule broken',
    files: {
      'cel.config.ts': cel,
      'a.yaml': with1('Widget', 'Span').replace('size: large', 'from: 5\n  to: 3'),
    },
    args: ['--config', 'cel.config.ts', 'validate', 'a.yaml'],
    code: 1,
    says: /a\.yaml:8:3: Span big: invalid: spec\.to: .*to must not be below from/,
  },
  {
    reason: 'an environment that is not there',
    args: ['render', 'examples/widget.yaml', '--environment', 'nowhere.yaml'],
    code: 2,
    says: /nowhere\.yaml: there is no such file or folder/,
    hint: /check the path/,
  },
  {
    reason: 'an environment that is something else',
    args: ['render', 'examples/widget.yaml', '--environment', 'examples/widget.yaml'],
    code: 2,
    says: /examples\/widget\.yaml: expected an EnvironmentConfig, found Widget/,
    hint: /data/,
  },
  {
    reason: 'an environment under another name than functions read',
    files: { 'prod.yaml': environment.replace('name: toys', 'name: prod') },
    args: ['render', 'examples/widget.yaml', '--environment', 'prod.yaml'],
    code: 2,
    says: /prod\.yaml: metadata\.name is prod, but functions read toys/,
    hint: /name it toys/,
  },
  {
    reason: 'an environment without what the target needs',
    args: 'render examples/widget.yaml --target cloud --environment examples/environments/local.yaml'.split(' '),
    code: 1,
    says: /examples\/widget\.yaml:1:1: Widget big: fatal: .*cloud/,
    hint: /^  hint: set data\.cloud in examples\/environments\/local\.yaml; dist\/docs\/environment\.html says what it holds$/m,
  },
  {
    reason: 'no environment, for a target that needs more than the local one has',
    args: ['render', 'examples/widget.yaml', '--target', 'cloud'],
    code: 2,
    says: /^error: examples\/environments\/local\.yaml was read, because no environment was given: .*data\.cloud/,
    hint: /hint: set data\.cloud in examples\/environments\/local\.yaml; .*; or name an environment that has the target cloud with --environment FILE/,
  },
  {
    reason: 'a target that no API has',
    args: ['render', 'examples/widget.yaml', '--target', 'clout'],
    code: 2,
    says: /Widget has no target clout/,
    hint: /local, cloud/,
  },
  {
    reason: 'no configuration',
    args: ['--config', 'nowhere.ts', 'build'],
    code: 2,
    says: /there is no nowhere\.ts/,
    hint: /--config/,
  },
  {
    reason: 'a configuration with a syntax error, by line',
    files: { 'wrong.ts': 'export default {\n' },
    args: ['--config', 'wrong.ts', 'build'],
    code: 2,
    says: /cannot load wrong\.ts \(wrong\.ts:\d+\): .+/,
    hint: /./,
  },
  {
    reason: 'a configuration that throws, by line',
    files: { 'wrong.ts': 'const nothing = undefined;\nexport default nothing.at.all;\n' },
    args: ['--config', 'wrong.ts', 'validate', 'examples'],
    code: 2,
    says: /cannot load wrong\.ts \(wrong\.ts:2\): .+/,
  },
  {
    reason: 'a configuration that imports what is not there',
    files: { 'wrong.ts': "import './nothing.ts';\nexport default 1;\n" },
    args: ['--config', 'wrong.ts', 'build'],
    code: 2,
    says: /cannot load wrong\.ts \(wrong\.ts:1\): .*nothing\.ts/,
  },
  {
    reason: 'a configuration without a platform',
    files: { 'wrong.ts': 'export default {};\n' },
    args: ['--config', 'wrong.ts', 'build'],
    code: 2,
    says: /wrong\.ts does not export a platform/,
    hint: /export default platform/,
  },
  {
    reason: 'a platform with several mistakes',
    files: { 'wrong.config.ts': config.replace("group: 'toys.example.org'", "group: 'toys'").replace('1.2.3', '1.2') },
    args: ['--config', 'wrong.config.ts', 'build'],
    code: 2,
    says: /wrong\.config\.ts \(wrong\.config\.ts:4\): .*group "toys" is not a domain.*version "1\.2" is not a semantic version/,
    hint: /./,
  },
  {
    reason: 'an API that cannot be, with all that is wrong with it',
    files: { 'wrong.ts': cel.replace("integer('Begin.',", "integer('',").replace("integer('End.',", "integer('',") },
    args: ['--config', 'wrong.ts', 'build'],
    code: 2,
    says: /cannot load wrong\.ts \(wrong\.ts:\d+\): [^]*spec\.from: has no description[^]*spec\.to: has no description/,
    hint: /./,
  },
  {
    reason: 'a claim file that is not there',
    args: ['validate', 'examples', 'nowhere.yaml'],
    code: 2,
    says: /nowhere\.yaml: there is no such file or folder/,
    hint: /check the path; everything else was checked/,
  },
  {
    reason: 'a claim file without a claim',
    files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' },
    args: ['render', 'a.yaml'],
    code: 2,
    says: /a\.yaml: no claim of toys\.example\.org/,
    hint: /its kinds are Widget/,
  },
  {
    reason: 'a folder without a claim file',
    args: ['render', 'functions'],
    code: 2,
    says: /error: functions: no claim of toys\.example\.org/,
    hint: /its kinds are Widget/,
  },
  {
    reason: 'a package that is not declared',
    args: ['build', '--only', 'toys-locale'],
    code: 2,
    says: /there is no package toys-locale, did you mean toys-local\?/,
    hint: /toys-cloud/,
  },
  {
    reason: 'a folder that a build would wipe out',
    args: ['build', '--out', '.'],
    code: 2,
    says: /\. holds other files/,
    hint: /--out/,
  },
  {
    reason: 'a file with the name of the output folder',
    files: { taken: 'a file' },
    args: ['build', '--only', 'toys-local', '--out', 'taken'],
    code: 2,
    says: /cannot write .*taken/,
    hint: /--out/,
  },
  {
    reason: 'a folder that even root cannot write to',
    args: ['build', '--only', 'toys-local', '--out', '/sys/dist'],
    code: 2,
    says: /cannot write \/sys\/dist/,
    hint: /writable/,
  },
  {
    reason: 'an unknown command',
    args: ['biuld'],
    code: 2,
    says: /unknown command 'biuld'/,
    hint: /Did you mean build/,
  },
  {
    reason: 'an unknown option',
    args: ['validate', '--stict', 'examples'],
    code: 2,
    says: /unknown option '--stict'/,
    hint: /Did you mean --strict/,
  },
  {
    reason: 'a form of output that does not exist',
    args: ['-o', 'xml', 'validate', 'examples'],
    code: 2,
    says: /'xml' is invalid.*text, json, yaml/,
  },
  {
    reason: 'a missing argument',
    args: ['claim', 'Widget'],
    code: 2,
    says: /missing required argument 'name'/,
    hint: /the same line with --help/,
  },
];

describe('bad input', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({ 'dist/release.yaml': 'version: 1.2.2\n', 'dist/packages/old.xpkg': 'old' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(rows)('$reason: exit code $code', async ({ files = {}, args, code, says, hint }) => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const ran = await planesmith(folder, args);
    const output = ran.stdout + ran.stderr;
    expect({ code: ran.code, output }).toEqual({ code, output: expect.stringMatching(says) });
    if (hint) expect(output).toMatch(hint);
    expect(output, 'no stack').not.toMatch(/^\s+at /m);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(readFileSync(join(folder, 'dist/packages/old.xpkg'), 'utf8'), 'the previous dist/').toBe('old');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['packages', 'release.yaml']);
  });

  it('a bug keeps its stack and has a code of its own', async () => {
    const text = "export default { packages: [], functionName: 'x', get apis() { throw new TypeError('broken'); } };\n";
    writeFileSync(join(folder, 'bug.config.ts'), text);
    const { code, stderr } = await planesmith(folder, ['--config', 'bug.config.ts', 'validate', 'examples']);
    expect({ code, stderr }).toEqual({ code: 70, stderr: expect.stringMatching(/TypeError.*\n\s+at /) });
  });
});
