/** The files of a new platform, around its first API. */
import type { File } from '../files.ts';
import { type Profile, promotionWorkflow } from './promotion-workflow.ts';
import { workflowFiles } from './workflows.ts';

/** A new platform, by its names. */
export interface NewPlatform {
  readonly name: string;
  readonly group: string;
  readonly registry: string;
  readonly targets: readonly string[];
  /** The version of the engine, the range of Node that it runs on, and the ranges of the packages that it works with. */
  readonly engine: {
    readonly version: string;
    readonly node: string;
    readonly peers: Readonly<Record<string, string>>;
  };
  /** How versions reach its clusters. @default there is no workflow for that */
  readonly profile?: Profile;
  /** Packages that it takes from files, with their specifications. @default none */
  readonly fileSpecs?: Readonly<Record<string, string>>;
}

/** The files that every platform has; its indexes are empty. `packages` are further packages that it needs, with their versions. */
export function platformFiles(platform: NewPlatform, packages: Readonly<Record<string, string>> = {}): readonly File[] {
  const { name } = platform;
  const environment = {
    path: 'examples/environments/local.yaml',
    content: `# The facts of a developer's own cluster.
apiVersion: apiextensions.crossplane.io/v1beta1
kind: EnvironmentConfig
metadata:
  name: ${name}
data:
  name: local
`,
  };
  return [
    { path: 'package.json', content: `${JSON.stringify(manifest(platform, packages), null, 2)}\n` },
    { path: 'tsconfig.json', content: `${JSON.stringify(compilerOptions, null, 2)}\n` },
    { path: 'planesmith.config.ts', content: config(platform) },
    {
      path: 'apis/index.ts',
      content: '/** The approved APIs: an API that is not listed here does not exist. */\nexport const apis = {};\n',
    },
    { path: 'compositions/index.ts', content: compositions },
    { path: 'functions/bind.ts', content: bind },
    { path: 'functions/environment.ts', content: environmentSchema },
    { path: 'functions/index.ts', content: functions },
    { path: 'functions/main.ts', content: program },
    environment,
    ...workflowFiles(name),
    ...(platform.profile === undefined ? [] : [promotionWorkflow(platform.profile)]),
    { path: '.gitignore', content: 'node_modules/\ndist/\n' },
    { path: 'README.md', content: readme(platform) },
  ];
}

function manifest(
  { name, engine: { version, node, peers }, fileSpecs = {} }: NewPlatform,
  packages: Readonly<Record<string, string>>,
): object {
  const { 'fast-check': fastCheck, ...runtime } = peers;
  const fromFiles = (specs: Readonly<Record<string, string | undefined>>) =>
    Object.fromEntries(Object.entries(specs).map(([of, spec]) => [of, fileSpecs[of] ?? spec]));
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node },
    scripts: {
      start: 'planesmith start',
      build: 'planesmith build',
      check: 'tsc && planesmith check',
      test: 'vitest run',
    },
    dependencies: fromFiles({ ...runtime, planesmith: `^${version}`, ...packages }),
    devDependencies: fromFiles({
      '@types/node': '^24',
      'fast-check': fastCheck,
      // With an older Node, the scripts run on this one.
      node: '^24',
      typescript: '^7.0.2',
      vitest: '^5.1.0',
      yaml: '^2.9.1',
    }),
    // The package `node` gets its program by a script; esbuild checks its own.
    allowScripts: { node: true, esbuild: true, protobufjs: false },
  };
}

const compilerOptions = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    resolveJsonModule: true,
  },
  include: ['*.ts', 'apis', 'compositions', 'functions', 'test'],
};

const config = ({ name, group, registry, targets }: NewPlatform) => `/** The platform as one value. */
${use('{ perTarget, platform }', 'planesmith')}
${use('{ apis }', './apis/index.ts')}
${use('manifest', './package.json', " with { type: 'json' }")}

export default platform({
  name: '${name}',
  group: '${group}',
  registry: '${registry}',
  // The address at which you publish dist/schemas, once you do: editors find the schemas of claims there.
  // schemas: 'https://schemas.example.org/${name}',
  crossplane: '>=v2.4.0',
  version: manifest.version,
  apis,
  compositions: () => import('./compositions/index.ts'),
  functions: () => import('./functions/index.ts'),
  packages: perTarget('${name}', [${targets.map((target) => `'${target}'`).join(', ')}]),
});
`;

const compositions = `/** The APIs with steps of their own, by key; the Composition of any other API calls the platform's function alone. */
${use('type { Compositions }', 'planesmith/synth')}
${use('type { apis }', '../apis/index.ts')}

export const compositions = {} satisfies Compositions<typeof apis>;
`;

const bind = `/** What all functions of this platform share, bound once: every planner and target is made by these two. */
${use('{ functionsOf }', 'planesmith/authoring')}
${use('{ environment }', './environment.ts')}

export const { planner, target } = functionsOf({ environment });
`;

const environmentSchema = `/** The schema of the platform's EnvironmentConfig: the facts of one cluster, which are never fields of a claim. */
${use('{ object, string }', 'planesmith/schema')}

export const environment = object(
  { name: string('Short id of the environment.', { pattern: '^[a-z][a-z0-9-]*$', maxLength: 16 }) },
  { description: 'The facts of one environment.' },
);
`;

const functions = `/** The function of each API. */
${use('type { Functions }', 'planesmith/authoring')}
${use('type { apis }', '../apis/index.ts')}

export const functions = {} satisfies Functions<typeof apis>;
`;

const program = `/** The process in the function's image. */
${use('{ main }', 'planesmith/serve')}

process.exit(await main({ load: () => import('./index.ts') }));
`;

const readme = ({ name }: NewPlatform) => `# ${name}

The approved resources of a platform, written once in TypeScript and built with planesmith into Crossplane packages.

\`\`\`sh
npm install
npm start
npm test
\`\`\`

\`npm start\` builds \`dist/\`, checks every file in \`examples/\`, and shows what the example claims become. Commit \`package-lock.json\`: from then on
\`npm ci\` installs the same packages everywhere.

\`.github/workflows/platform.yaml\` tests every change, and builds a pre-release of every commit on \`main\`. Teams copy
\`examples/app-repository/.github/workflows/claims.yaml\` into the repositories of their applications: it checks the claims there, and commits
what controllers sync of them.

| folder          | what is in it                                                |
| --------------- | ------------------------------------------------------------ |
| \`apis/\`         | what may be asked for: one typed definition per API          |
| \`functions/\`    | what a claim becomes: decisions, and the composed resources  |
| \`compositions/\` | steps of other functions, for APIs that have some            |
| \`examples/\`     | claims and environments; every file is checked               |
| \`test/\`         | tests of the APIs                                            |

Before a release, \`npx planesmith compare <kit>\` says what changes for existing claims, and which version that needs. The kit of a release is in
\`dist/kit/\`. Then \`npx planesmith build --release\` builds it, once \`planesmith.config.ts\` has a \`base\`: an OCI layout or a folder with glibc, libstdc++ and
libgcc. \`npx planesmith verify\` checks it, and \`npx planesmith push\` publishes it.

The API that is there is a pattern: change it, or begin another one with \`npx planesmith new Queue\`. \`npx planesmith help\` lists the other commands.
`;

/** A statement of a generated file. It is put together here, so that no reader of this file takes it for its own. */
function use(names: string, module: string, rest = ''): string {
  return `import ${names} from '${module}'${rest};`;
}
