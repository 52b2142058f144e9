/**
 * `node test/kubernetes-kinds.ts v1.36.3` writes what the engine knows of Kubernetes' own kinds: one OpenAPI document of all kinds that a cluster
 * of this version serves as stable and lets people create. It needs Go, which fetches the documents.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Document {
  readonly paths: Readonly<Record<string, { readonly post?: Readonly<Record<string, unknown>> }>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const kindKey = 'x-kubernetes-group-version-kind';
const prefix = '#/components/schemas/';
export const kubernetesKinds = resolve(import.meta.dirname, '../engine/src/models/kubernetes/kinds.json');

/** The text of the document for this version of Kubernetes. */
export function kubernetesDocument(version: string): string {
  const documents = readdirSync(specification(version))
    // Clusters do not serve alpha and beta versions unless somebody asks them to.
    .filter((file) => /__v\d+_openapi\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(join(specification(version), file), 'utf8')) as Document);
  const all = new Map(documents.flatMap(({ components }) => Object.entries(components.schemas)));
  const paths = new Map(documents.flatMap((document) => Object.entries(document.paths)).flatMap(creates));
  const created = new Set([...paths.values()].map(({ post }) => JSON.stringify([post[kindKey]])));
  const roots = [...all].filter(([, schema]) =>
    created.has(JSON.stringify((schema as Record<string, unknown>)[kindKey])),
  );
  const reached = new Set<string>();
  for (const [name] of roots) reach(name, all, reached);
  // A line for each component, so that a new version can be reviewed.
  const lines = [...reached].sort().map((name) => `${JSON.stringify(name)}:${JSON.stringify(all.get(name))}`);
  return `{"openapi":"3.0.0","info":{"version":"${version}"},
"paths":${JSON.stringify(Object.fromEntries([...paths].sort()))},
"components":{"schemas":{
${lines.join(',\n')}}}}
`;
}

function specification(version: string): string {
  const args = ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`];
  const { Dir } = JSON.parse(execFileSync('go', args, { cwd: tmpdir(), encoding: 'utf8' })) as { Dir: string };
  return join(Dir, 'api/openapi-spec/v3');
}

/** The path, if objects are created at it; paths below `{name}` are subresources. */
function creates([path, { post }]: [string, Document['paths'][string]]): [string, { post: Record<string, unknown> }][] {
  if (post?.[kindKey] === undefined || path.includes('{name}')) return [];
  return [[path, { post: { [kindKey]: post[kindKey] } }]];
}

function reach(name: string, all: ReadonlyMap<string, unknown>, reached: Set<string>): void {
  if (reached.has(name)) return;
  reached.add(name);
  for (const [, next = ''] of JSON.stringify(all.get(name)).matchAll(/"\$ref":"([^"]+)"/g))
    reach(next.slice(prefix.length), all, reached);
}

if (import.meta.main) {
  const [version] = process.argv.slice(2);
  if (version === undefined) throw new Error('name a version of Kubernetes, such as v1.36.3');
  writeFileSync(kubernetesKinds, kubernetesDocument(version));
}
