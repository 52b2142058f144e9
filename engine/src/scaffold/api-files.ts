/** The files of a new API: a pattern that works, composes a ConfigMap, and is to be changed in every line. */
import type { File } from '../files.ts';

/** A new API, by its names. */
export interface NewApi {
  readonly kind: string;
  /** The basename of its files, and its key in indexes: `dev-namespace`. */
  readonly key: string;
  /** Its name in code: `devNamespace`. */
  readonly identifier: string;
  readonly targets: readonly [string, ...string[]];
  readonly apiVersion: string;
}

/** The files of the API. */
export function apiFiles(api: NewApi): readonly File[] {
  const { key, targets } = api;
  const [first, ...others] = targets;
  return [
    { path: `apis/${key}.ts`, content: definition(api) },
    { path: `functions/${key}/plan.ts`, content: plan(api) },
    { path: `functions/${key}/${first}.ts`, content: target(api, first) },
    ...others.map((other) => ({ path: `functions/${key}/${other}.ts`, content: sameTarget(api, first, other) })),
    { path: `functions/${key}/index.ts`, content: list(api) },
    { path: `examples/${key}.yaml`, content: example(api) },
    { path: `test/apis/${key}/${key}.test.ts`, content: test(api) },
  ];
}

const definition = ({
  kind,
  key,
  identifier,
  targets,
}: NewApi) => `/** The API ${kind}: the fields of a claim, of its record and of its status. */
${use('{ api, object, optional, string }', 'planesmith/schema')}

export const ${identifier} = api({
  kind: '${kind}',
  description: '${described(key)} for applications: a text in a ConfigMap to mount.',
  targets: [${targets.map((name) => `'${name}'`).join(', ')}],
  spec: object({ text: string('What applications read.', { minLength: 1, maxLength: 1024 }) }),
  recorded: object({}),
  status: object({ configMap: optional(string('Name of the ConfigMap that has the text.', { maxLength: 253 })) }),
  secret: {},
});
`;

const plan = ({
  kind,
  key,
  identifier,
}: NewApi) => `/** ${kind}: the decisions for a claim, the same on every target. */
${use(`{ ${identifier} }`, `../../apis/${key}.ts`)}
${use('{ planner }', '../bind.ts')}

export const ${identifier}Planner = planner(${identifier}, ({ spec }) => ({ text: spec.text, record: {} }));
`;

const target = ({ kind, identifier }: NewApi, name: string) => `/** ${kind} on ${name}. */
${use('{ main }', 'planesmith/authoring')}
${use('{ target }', '../bind.ts')}
${use('{ ConfigMap }', '../kinds/config-map.ts')}
${use(`{ ${identifier}Planner }`, './plan.ts')}

const resources = { texts: main(ConfigMap) };

export const ${variable(name)} = target(${identifier}Planner, { resources }, ({ plan, observed, name }) => ({
  resources: { texts: ConfigMap({ data: { text: plan.text } }) },
  secret: {},
  status: { configMap: observed.texts && name('texts') },
}));
`;

const sameTarget = (
  { kind }: NewApi,
  first: string,
  name: string,
) => `/** ${kind} on ${name}: the same as on ${first}. */
${again(`{ ${variable(first)} as ${variable(name)} }`, `./${first}.ts`)}
`;

const list = ({ kind, key, identifier, targets }: NewApi) => `/** What answers ${kind} claims, on each target. */
${use('type { ApiFunction }', 'planesmith/authoring')}
${use(`type { ${identifier} as api }`, `../../apis/${key}.ts`)}
${targets
  .toSorted()
  .map((name) => `${use(`{ ${variable(name)} }`, `./${name}.ts`)}\n`)
  .join('')}${use(`{ ${identifier}Planner }`, './plan.ts')}

export const ${identifier} = {
  planner: ${identifier}Planner,
  targets: { ${targets.map((name) => (variable(name) === name ? name : `'${name}': ${variable(name)}`)).join(', ')} },
} satisfies ApiFunction<typeof api>;
`;

const example = ({ kind, apiVersion }: NewApi) => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: example
  namespace: team-a
spec:
  text: hello
`;

const test = ({
  kind,
  key,
  identifier,
  targets,
}: NewApi) => `/** ${kind}: what a claim becomes, and which claims are refused. */
${use('{ readFileSync }', 'node:fs')}
${use('{ check }', 'planesmith/schema')}
${use('{ claimRenderer }', 'planesmith/testing')}
${use('{ expect, test }', 'vitest')}
${use('{ parse }', 'yaml')}
${use(`{ ${identifier} }`, `../../../apis/${key}.ts`)}
${use('platform', '../../../planesmith.config.ts')}

const example = (path: string) => parse(readFileSync(new URL(\`../../../examples/\${path}\`, import.meta.url), 'utf8'));
const claim = example('${key}.yaml');
const environment = example('environments/local.yaml');

test.each(${identifier}.targets)('the text of a ${kind} becomes a ConfigMap on %s', async (target) => {
  const render = await claimRenderer(platform, { target });
  const { composed } = await render(claim, { environment });
  expect(composed).toHaveLength(1);
  expect(composed[0]).toMatchObject({ kind: 'ConfigMap', data: { text: 'hello' } });
});

test('a ${kind} reports its ConfigMap once that exists', async () => {
  const render = await claimRenderer(platform, { target: '${targets[0]}' });
  const { composed } = await render(claim, { environment });
  const { xr } = await render(claim, { environment, observed: composed });
  expect(xr['status']).toMatchObject({ configMap: 'example-${kind.toLowerCase()}' });
});

test.each([
  { reason: 'there is no text', spec: {}, path: 'text' },
  { reason: 'the text is empty', spec: { text: '' }, path: 'text' },
])('a ${kind} is refused if $reason', ({ spec, path }) => {
  expect(check(${identifier}.spec, spec).map((issue) => issue.path)).toEqual([path]);
});
`;

/** The file of the composed kind, which says of every concern what it means for a ConfigMap. */
export function configMapKind(concerns: readonly string[]): File {
  const names = concerns.map((name) => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`));
  const content = `/** A ConfigMap reports no status: it is ready when it exists. */
${use(`{ composed${names.length > 0 ? ', none' : ''}, ready }`, 'planesmith/authoring')}
${use('{ ConfigMap as Model }', '../models/core/v1/config-map.ts')}
${names.length > 0 ? "\nconst settings = none('it holds settings, and neither data nor secrets');\n" : ''}
export type ConfigMap = Model;
export const ConfigMap = composed(Model, {
  ready: ready.exists,
${names.length > 0 ? `  concerns: {\n${names.map((name) => `    ${name}: settings,\n`).join('')}  },\n` : ''}});
`;
  return { path: 'functions/kinds/config-map.ts', content };
}

/** Statements of generated files. They are put together here, so that no reader of this file takes them for its own. */
const use = (names: string, module: string) => `import ${names} from '${module}';`;
const again = (names: string, module: string) => `export ${names} from '${module}';`;

/** `short-message` as `A short message`. */
function described(key: string): string {
  return `${/^[aeiou]/.test(key) ? 'An' : 'A'} ${key.replaceAll('-', ' ')}`;
}

/** A target as a name in code. */
function variable(target: string): string {
  return target.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
