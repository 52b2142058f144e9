/** Makes a folder with the platform of the toy API, as a platform team would have it, and runs the command line in it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const engine = resolve(import.meta.dirname, '../../..');
const widget = join(engine, 'src/testing/widget.ts');

export const config = `import { perTarget, platform } from 'planesmith';
import { apis } from '${widget}';

export default platform({
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions: () => import('./compositions/index.ts'),
  functions: () => import('./functions/index.ts'),
  install: () => import('./install/index.ts'),
  packages: perTarget('toys', ['local', 'cloud']),
});
`;

export const claim = `apiVersion: toys.example.org/v1alpha1
kind: Widget
metadata:
  name: big
  namespace: team-a
spec:
  size: large
`;

export const environment = `apiVersion: apiextensions.crossplane.io/v1beta1
kind: EnvironmentConfig
metadata:
  name: toys
data:
  name: local
  version: '1'
`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }\n',
  'planesmith.config.ts': config,
  'compositions/index.ts': 'export const compositions = {};\n',
  'functions/index.ts': `export { functions } from '${widget}';\n`,
  'functions/main.ts': `import { main } from 'planesmith/serve';

process.exit(await main({ load: () => import('./index.ts') }));
`,
  'install/index.ts': `import { Namespace } from 'cdk8s-plus-28';

const workshop = (chart, { platform, target }) => {
  new Namespace(chart, 'namespace', { metadata: { name: platform + '-' + target } });
};
const nothing = () => {};

export const install = { local: { workshop, nothing } };
`,
  'examples/widget.yaml': claim,
  'examples/environments/local.yaml': environment,
  'CHANGELOG.md': '# Changelog\n\n## 1.2.3\n\n- Widgets turn.\n',
};

/** The path of the new folder, with `changes` to its files; undefined leaves a file out. */
export function widgetFolder(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'planesmith-cli-')));
  for (const [path, text] of Object.entries({ ...files, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(engine, '../node_modules'), join(folder, 'node_modules'));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** The program. @default the one in this repository */
  readonly program?: string;
}

/** Runs the real program in `folder`. */
export function planesmith(
  folder: string,
  args: readonly string[],
  { stdin = '', env = {}, nodeOptions = [], program = join(engine, 'bin/planesmith.cjs') }: RunOptions = {},
): Promise<Ran> {
  const inherited = { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' };
  const child = spawn(process.execPath, [...nodeOptions, program, ...args], {
    cwd: folder,
    env: { ...inherited, ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  child.stdin.end(stdin);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, ...output }));
  });
}
