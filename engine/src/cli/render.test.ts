import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { claim, config, environment, planesmith, widgetFolder } from './testing/widget-folder.ts';

interface Printed {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: object;
}

const widget = resolve(import.meta.dirname, '../testing/widget.ts');
/** An API that one target of the platform does not have. */
const garden = `import { api, object } from 'planesmith/schema';
import { main } from 'planesmith/authoring';
import { Gear, planner, target } from '${widget}';
const nothing = { recorded: object({}), status: object({}), secret: {} };
export const garden = api({ kind: 'Garden', description: 'A garden.', targets: ['local'], spec: object({}), ...nothing });
const plan = planner(garden, () => ({ record: {} }));
const gear = () => Gear({ spec: { version: '1', teeth: 1 } });
const local = target(plan, { resources: { gear: main(Gear) } }, () => ({ resources: { gear: gear() }, secret: {}, status: {} }));
export const gardening = { planner: plan, targets: { local } };
`;

const key = 'crossplane.io/composition-resource-name';
const documentsIn = (text: string) =>
  parseAllDocuments(text).map((document) => (document as { toJS(): Printed }).toJS());
const kindsIn = (text: string) => documentsIn(text).map(({ kind }) => kind);

describe('planesmith render', () => {
  let folder: string;
  beforeAll(() => {
    folder = widgetFolder({
      'cloud.yaml': `${environment}  cloud: { region: moon }\n`,
      'two.yaml': `${claim}---\nkind: ConfigMap\n---\n${claim.replace('big', 'other').replace('  namespace: team-a\n', '')}`,
      'unnamed.yaml': claim.replace('name: big', 'generateName: big-'),
      'unplaced.yaml': `${claim.replace('team-a', '')}---\n${claim.replace('big', 'other').replace('team-a', '""')}`,
      'greedy.yaml': claim.replace('size: large', 'teeth: 500'),
      'observed/gear.yaml': [
        'apiVersion: toys.example.org/v1',
        'kind: Gear',
        `metadata: { name: big-widget, namespace: team-a, annotations: { ${key}: gear } }`,
        "spec: { version: '1', teeth: 10 }",
        'status: { address: 10.0.0.1, port: 80, conditions: [{ type: Ready, status: "True" }] }',
      ].join('\n'),
      'observed/secret.yaml': [
        'apiVersion: v1',
        'kind: Secret',
        'metadata: { name: big-widget-app, namespace: team-a }',
        'data: { username: YW5u, password: c2VjcmV0 }',
      ].join('\n'),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints the XR with its status, then what is composed, and a verdict beside it', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['render', 'examples/widget.yaml']);
    expect(code).toBe(0);
    const [xr, ...composed] = documentsIn(stdout);
    expect(xr).toMatchObject({
      kind: 'Widget',
      metadata: { name: 'big', namespace: 'team-a' },
      status: { target: 'local' },
    });
    expect(composed.map(({ kind, metadata }) => [metadata.annotations?.[key], kind, metadata.name])).toEqual([
      ['gear', 'Gear', 'big-widget'],
    ]);
    expect(stderr).toBe(
      [
        'environment: examples/environments/local.yaml (--environment names another)',
        'examples/widget.yaml:1:1: Widget big: 1 resource, 1 later: connection-secret',
        'later resources are shown with --complete',
        '1 rendered, 0 refused',
        '',
      ].join('\n'),
    );
  });

  it('prints every condition with -v', async () => {
    const { stderr } = await planesmith(folder, ['render', '-v', 'examples/widget.yaml']);
    const lines = stderr.split('\n').filter((line) => line.startsWith('  '));
    expect(lines.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      '  Responsive=True',
      '  PlatformCapable=True',
      '  Provisioned=False',
      '  Synced=True',
      '  Ready=False',
    ]);
  });

  it('prints without -v the conditions in which an existing object says what is wrong, and no others', async () => {
    const says = 'conditions: [{ type: Ready, status: "False", reason: NoSteel, message: no steel left }]';
    const gear = ['apiVersion: toys.example.org/v1', 'kind: Gear']
      .concat(`metadata: { name: big-widget, namespace: team-a, annotations: { ${key}: gear } }`)
      .concat("spec: { version: '1', teeth: 10 }", `status: { ${says} }`);
    writeFileSync(join(folder, 'stuck.yaml'), gear.join('\n'));
    const stuck = await planesmith(folder, ['render', 'examples/widget.yaml', '--observed', 'stuck.yaml']);
    expect(stuck.code).toBe(0);
    expect(stuck.stderr).toMatch(
      /^\S+: Widget big: 1 resource, 1 later: connection-secret\n {2}Provisioned=False \(NotReady\): .*no steel left.*\nlater .*\n1 rendered/m,
    );
    const ready = await planesmith(folder, ['render', 'examples/widget.yaml', '--observed', 'observed']);
    expect(ready.stderr).toMatch(
      /^\S+: Widget big: 2 resources\n {2}Provisioned=False \(Progressing\): .*\n1 rendered/m,
    );
  });

  it('gives a refusal the place of its field, counts it, and annotates it in a GitHub Actions run', async () => {
    writeFileSync(
      join(folder, 'both.yaml'),
      `${claim}---\n${claim.replace('big', 'wide').replace('size: large', 'teeth: 101')}`,
    );
    const { code, stderr } = await planesmith(folder, ['render', 'both.yaml'], { env: { GITHUB_ACTIONS: 'true' } });
    expect(code).toBe(1);
    const refusal =
      'Widget wide: refused: spec.teeth: at most 100 teeth are allowed here; change it in the claim, or ask the platform team';
    expect(stderr.split('\n').slice(1)).toEqual([
      'both.yaml:1:1: Widget big: 1 resource, 1 later: connection-secret',
      `both.yaml:15:3: ${refusal}`,
      `::error file=both.yaml,line=15,col=3::${refusal}`,
      'later resources are shown with --complete',
      '1 rendered, 1 refused',
      '',
    ]);
  });

  it('reads existing objects: composed resources, and objects that functions require', async () => {
    const { stdout } = await planesmith(folder, ['render', 'examples/widget.yaml', '--observed', 'observed']);
    const [xr, ...composed] = documentsIn(stdout);
    expect(xr?.status).toMatchObject({ endpoint: '10.0.0.1:80' });
    expect(composed.map(({ kind }) => kind)).toEqual(['Secret', 'Gear']);
  });

  it.each([
    { flavour: 'namespaced', kind: 'Widget', metadata: 'name: big, namespace: team-a', spec: '{}' },
    {
      flavour: 'claims',
      kind: 'XWidget',
      metadata: 'name: big-x7k2p',
      spec: '{ claimRef: { name: big, namespace: team-a } }',
    },
  ])('keeps to what an XR that exists has recorded, as $kind', async ({ flavour, kind, metadata, spec }) => {
    const live = [
      'apiVersion: toys.example.org/v1alpha1',
      `kind: ${kind}`,
      `metadata: { ${metadata}, uid: 0b1d }`,
      `spec: ${spec}`,
      "status: { recorded: { version: '2', teeth: 7, identity: mine }, target: local }",
    ].join('\n');
    writeFileSync(join(folder, 'live.yaml'), live);
    const args = ['render', 'examples/widget.yaml', '--flavour', flavour, '--observed', 'live.yaml'];
    const [xr, gear] = documentsIn((await planesmith(folder, args)).stdout);
    expect(xr?.status).toMatchObject({ recorded: { version: '2', identity: 'mine' } });
    expect(gear?.metadata).toMatchObject({ name: 'big-widget', ownerReferences: [{ kind, uid: '0b1d' }] });
  });

  it('renders another target in another environment', async () => {
    const args = ['render', 'examples/widget.yaml', '--target', 'cloud', '--environment', 'cloud.yaml'];
    const [xr] = documentsIn((await planesmith(folder, args)).stdout);
    expect(xr?.status).toMatchObject({ target: 'cloud' });
  });

  it('prints with --complete all that a claim becomes, and what each resource waits for', async () => {
    const cloud = ['render', 'examples/widget.yaml', '--target', 'cloud', '--environment', 'cloud.yaml'];
    const first = await planesmith(folder, cloud);
    const keysIn = (text: string) => {
      const [, ...composed] = documentsIn(text);
      return composed.map(({ metadata: { annotations = {} } }) => [
        annotations[key],
        annotations['planesmith.dev/after'],
      ]);
    };
    expect(keysIn(first.stdout)).toEqual([['gear', undefined]]);
    expect(first.stderr).toBe(
      [
        'examples/widget.yaml:1:1: Widget big: 1 resource, 2 later: login, connection-secret',
        'later resources are shown with --complete',
        '1 rendered, 0 refused',
        '',
      ].join('\n'),
    );
    const { code, stdout, stderr } = await planesmith(folder, [...cloud, '--complete']);
    expect(code).toBe(0);
    expect(keysIn(stdout)).toEqual([
      ['connection-secret', 'values of host, port, username, password'],
      ['gear', undefined],
      ['login', 'gear'],
    ]);
    expect(stderr).toBe('examples/widget.yaml:1:1: Widget big: 3 resources, 2 of them later\n1 rendered, 0 refused\n');
  });

  it('marks with --complete only what still waits, if objects exist', async () => {
    const args = ['render', 'examples/widget.yaml', '--observed', 'observed/gear.yaml', '--complete', '-o', 'json'];
    const { stdout } = await planesmith(folder, args);
    const [xr, secret, gear] = JSON.parse(stdout) as (Printed & { readonly data?: object })[];
    expect(xr?.status).toMatchObject({ endpoint: '10.0.0.1:80' });
    expect(secret?.metadata.annotations?.['planesmith.dev/after']).toBe('values of username, password');
    expect(secret?.data).toEqual({ host: 'MTAuMC4wLjE=', port: 'ODA=', username: '', password: '' });
    expect(gear?.metadata.annotations?.['planesmith.dev/after']).toBeUndefined();
  });

  it('renders the other claims if the platform cannot render one, and exits with 2', async () => {
    const apart = widgetFolder({
      'garden.ts': garden,
      'planesmith.config.ts': config
        .replace('\nexport default', "import { garden } from './garden.ts';\n\nexport default")
        .replace('  apis,', '  apis: { ...apis, garden },'),
      'functions/index.ts': `import { functions as toys } from '${widget}';
import { gardening } from '../garden.ts';
export const functions = { ...toys, garden: gardening };
`,
      'cloud.yaml': `${environment}  cloud: { region: moon }\n`,
      'garden.yaml': 'apiVersion: toys.example.org/v1alpha1\nkind: Garden\nmetadata: { name: green }\nspec: {}\n',
    });
    const cloud = ['--target', 'cloud', '--environment', 'cloud.yaml'];
    const both = await planesmith(apart, ['render', 'garden.yaml', 'examples/widget.yaml', ...cloud], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    const alone = await planesmith(apart, ['render', 'garden.yaml', ...cloud]);
    rmSync(apart, { recursive: true });
    const reason = 'Garden green: failed: Garden has no target cloud; its targets are local';
    expect({ code: both.code, kinds: kindsIn(both.stdout), stderr: both.stderr.split('\n') }).toEqual({
      code: 2,
      kinds: ['Widget', 'Gear'],
      stderr: [
        `garden.yaml:1:1: ${reason}`,
        `::error file=garden.yaml,line=1,col=1::${reason}`,
        'examples/widget.yaml:1:1: Widget big: 1 resource, 2 later: login, connection-secret',
        'later resources are shown with --complete',
        '1 rendered, 0 refused, 1 failed',
        '',
      ],
    });
    expect(alone).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Garden has no target cloud\n  hint: its targets are local\n',
    });
  });

  it.each([
    { option: ['--report'], stdout: /^Widget big\n$/ },
    { option: ['--report', '-o', 'json'], stdout: /"concerns": \[\]/ },
  ])('gives the same verdict on a claim that fails with $option', async ({ option, stdout }) => {
    const local = ['--environment', 'examples/environments/local.yaml'];
    const args = ['render', 'examples/widget.yaml', '--target', 'cloud', ...local, ...option];
    expect(await planesmith(folder, args)).toEqual({
      code: 1,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(
        /^examples\/widget\.yaml:1:1: Widget big: fatal: .*data\.cloud.*\n {2}hint: set data\.cloud in \S+local\.yaml; .*\n0 rendered, 1 refused, 0 findings\n$/,
      ),
    });
  });

  it('refuses --report with --as, of which only one can be printed', async () => {
    const { code, stderr } = await planesmith(folder, ['render', 'examples/widget.yaml', '--report', '--as', 'dapr']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/option '--as <exporter>' cannot be used with option '--report'/),
    });
  });

  it.each(['A B', '', 'team.a', 'a'.repeat(64)])('refuses the namespace %j, which cannot exist', async (namespace) => {
    const { code, stderr } = await planesmith(folder, ['render', 'examples/widget.yaml', '-n', namespace]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: --namespace: .*\n  hint: choose another namespace\n$/),
    });
  });

  it.each(['--report', '--as'])('refuses --complete with %s, which looks at everything anyway', async (option) => {
    const ran = await planesmith(folder, ['render', 'examples/widget.yaml', '--complete', option, 'dapr']);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/option '--complete' cannot be used with option '--(report|as)/),
    });
  });

  it('names the environment that it read, if none was given', async () => {
    const { stderr } = await planesmith(folder, ['render', 'examples/widget.yaml']);
    expect(stderr).toMatch(/^environment: examples\/environments\/local\.yaml \(--environment names another\)$/m);
    const chosen = await planesmith(folder, ['render', 'examples/widget.yaml', '--environment', 'cloud.yaml']);
    expect(chosen.stderr).not.toMatch(/^environment:/m);
  });

  it('asks for an environment if the one that it read by itself is not complete', async () => {
    const incomplete = environment.replace("  version: '1'\n", '');
    const apart = widgetFolder({ 'examples/environments/local.yaml': incomplete });
    const ran = await planesmith(apart, ['render', 'examples/widget.yaml']);
    const chosen = ['--environment', 'examples/environments/local.yaml'];
    const { code, stderr } = await planesmith(apart, ['render', 'examples/widget.yaml', ...chosen]);
    rmSync(apart, { recursive: true });
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: examples\/environments\/local\.yaml was read, because no environment was given: .*data\.version.*\n {2}hint: set data\.version in examples\/environments\/local\.yaml; dist\/docs\/environment\.html says what it holds; or name an environment with --environment FILE\n$/,
      ),
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^\S+:1:1: Widget big: fatal: .*data\.version/m),
    });
  });

  it('renders the XR behind a claim', async () => {
    const { stdout } = await planesmith(folder, ['render', 'examples/widget.yaml', '--flavour', 'claims']);
    const [xr, gear] = documentsIn(stdout);
    expect(xr).toMatchObject({ kind: 'XWidget', metadata: { name: expect.stringMatching(/^big-.{5}$/) } });
    expect(gear?.metadata).toMatchObject({ name: 'big-widget', namespace: 'team-a' });
  });

  it('shows a claim that has only generateName under a name of that kind, and says so', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['render', 'unnamed.yaml']);
    const [xr, gear] = documentsIn(stdout);
    expect(code).toBe(0);
    expect([xr?.metadata.name, gear?.metadata.name]).toEqual(['big-xxxxx', expect.stringContaining('big-xxxxx')]);
    expect(stderr).toContain('Widget big-: it has no name yet, and is shown as big-xxxxx\n');
  });

  it('takes a blank namespace for none, as the API server does', async () => {
    const { code, stdout } = await planesmith(folder, ['render', '-n', 'team-b', 'unplaced.yaml']);
    expect(code).toBe(0);
    const namespaces = documentsIn(stdout).map(({ metadata }) => metadata.namespace);
    expect(new Set(namespaces)).toEqual(new Set(['team-b']));
  });

  it('renders every claim of a file, in the namespace of the command line if they have none', async () => {
    const { stdout } = await planesmith(folder, ['render', 'two.yaml', '-n', 'team-b']);
    const xrs = documentsIn(stdout).filter(({ kind }) => kind === 'Widget');
    expect(xrs.map(({ metadata }) => metadata)).toEqual([
      { name: 'big', namespace: 'team-a' },
      { name: 'other', namespace: 'team-b' },
    ]);
  });

  it.each([
    {
      reason: 'is not there',
      path: 'gone.yaml',
      text: undefined,
      code: 2,
      says: /^error: gone\.yaml: there is no such/m,
    },
    { reason: 'is not YAML', path: 'not.yaml', text: 'a: b: c', code: 2, says: /^error: not\.yaml:1:5: /m },
    {
      reason: 'is invalid',
      path: 'huge.yaml',
      text: claim.replace('big', 'small').replace('large', 'huge'),
      code: 1,
      says: /^huge\.yaml:7:3: Widget small: invalid: spec\.size: [^]*\n1 rendered, 0 refused, 1 invalid\n/m,
    },
  ])('renders the other claims if a file $reason, and exits with $code', async ({ path, text, code, says }) => {
    if (text !== undefined) writeFileSync(join(folder, path), text);
    const ran = await planesmith(folder, ['render', path, 'examples/widget.yaml']);
    expect({ ...ran, stdout: kindsIn(ran.stdout) }).toEqual({
      code,
      stdout: ['Widget', 'Gear'],
      stderr: expect.stringMatching(says),
    });
  });

  it.each(['text', 'json', 'yaml'])(
    'shows a terminal no control characters of a claim in %s, and changes no data elsewhere',
    async (form) => {
      const text = '\u009b2J\u202egnp.exe\u001b]0;title\u0007';
      writeFileSync(
        join(folder, 'hostile.yaml'),
        // YAML has no control characters, but escapes for them.
        claim.replace('size: large', `stickers: { front: ${JSON.stringify(text).replace('\u009b', '\\u009b')} }`),
      );
      const args = ['render', '-o', form, 'hostile.yaml'];
      const nodeOptions = ['--import', 'data:text/javascript,process.stdout.isTTY = true'];
      const shown = await planesmith(folder, args, { nodeOptions });
      expect(shown.code).toBe(0);
      expect(shown.stdout).not.toMatch(/[^\n\P{C}]/u);
      const piped = await planesmith(folder, args);
      const texts = documentsIn(piped.stdout)
        .flat()
        .map((object) => (object as { spec?: { text?: string } }).spec?.text);
      expect(texts).toContain(text);
    },
  );

  it('gives the same objects as JSON', async () => {
    const [text, json] = await Promise.all([
      planesmith(folder, ['render', 'examples/widget.yaml']),
      planesmith(folder, ['render', '-o', 'json', 'examples/widget.yaml']),
    ]);
    expect(JSON.parse(json.stdout)).toEqual(documentsIn(text.stdout));
  });

  it('says in the words of the claim what the environment refuses', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['render', 'greedy.yaml']);
    expect(code).toBe(1);
    expect(kindsIn(stdout)).toEqual(['Widget']);
    expect(stderr).toMatch(/Widget big: .*spec\.teeth.*at most 100.*the platform team/);
  });
});
