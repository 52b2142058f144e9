/** Reads release.yaml as far as the other checks need it. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { Lock } from '../../lock/index.ts';
import { readYaml } from '../../yaml/index.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import type { Findings } from './findings.ts';

/** A package as release.yaml lists it. */
export interface ReleasedPackage {
  readonly name: string;
  readonly kind: 'Configuration' | 'Function';
  /** Without tag and digest. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly size: number;
  readonly platforms: readonly string[];
  readonly releasable: boolean;
  /** Of a Configuration. */
  readonly flavour?: 'namespaced' | 'claims';
  readonly targets?: readonly string[];
  readonly apis?: readonly string[];
}

/** The kit as release.yaml lists it. */
export interface ReleasedKit {
  /** Without tag and digest. */
  readonly repository: string;
  readonly tag: string;
  /** Of the artifact in a registry that holds the tarball. */
  readonly digest: string;
  /** The tarball, relative to dist/. */
  readonly file: string;
}

/** The parts of release.yaml that can be derived again. */
export interface ReleaseYaml {
  readonly platform: string;
  readonly version: string;
  readonly group: string;
  readonly packages: readonly ReleasedPackage[];
  /** Absent in a release of some packages only. */
  readonly kit?: ReleasedKit;
  readonly lock: ReleasedLock;
  readonly requirements: {
    readonly crossplane: string;
    readonly kinds: Readonly<Record<string, readonly RequiredKind[]>>;
  };
}

/** A kind that claims become on a target. */
export interface RequiredKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What the release was built with: the sources of models, and what `planesmith.lock.yaml` said. */
export interface ReleasedLock extends Partial<Lock> {
  readonly models: readonly unknown[];
}

/** The name of the file in dist/. */
export const releaseYaml = 'release.yaml';

const text = { type: 'string' };
const texts = { type: 'array', items: text };
/** Names become paths, so that they can have no slash. */
const name = { type: 'string', pattern: '^[A-Za-z0-9]([A-Za-z0-9.+-]*[A-Za-z0-9])?$' };
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };
const kinds = {
  type: 'array',
  items: { type: 'object', required: ['apiVersion', 'kind'], properties: { apiVersion: text, kind: text } },
};
const schema = {
  type: 'object',
  required: ['platform', 'version', 'group', 'packages', 'lock', 'requirements'],
  properties: {
    platform: name,
    version: name,
    group: text,
    packages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'kind', 'repository', 'tag', 'digest', 'size', 'platforms', 'releasable'],
        properties: {
          name,
          kind: { enum: ['Configuration', 'Function'] },
          repository: text,
          tag: text,
          digest,
          size: { type: 'integer', minimum: 0 },
          platforms: texts,
          releasable: { type: 'boolean' },
          flavour: { enum: ['namespaced', 'claims'] },
          targets: { type: 'array', items: name },
          apis: texts,
        },
      },
    },
    kit: {
      type: 'object',
      required: ['repository', 'tag', 'digest', 'file'],
      properties: {
        repository: text,
        tag: text,
        digest,
        file: { type: 'string', pattern: '^kit/[A-Za-z0-9]([A-Za-z0-9.+-]*[A-Za-z0-9])?$' },
      },
    },
    lock: { type: 'object', required: ['models'], properties: { models: { type: 'array' } } },
    requirements: {
      type: 'object',
      required: ['crossplane', 'kinds'],
      properties: { crossplane: text, kinds: { type: 'object', propertyNames: name, additionalProperties: kinds } },
    },
  },
};

/** Compiled at the first use, and once: it takes longer than to judge a file. */
let compiled: ValidateFunction<ReleaseYaml> | undefined;

/** What release.yaml says; undefined, with findings, if it is not one. */
export async function readRelease(findings: Findings, files: Files): Promise<ReleaseYaml | undefined> {
  const bytes = await findings.attempt(releaseYaml, 'cannot be read', () => files.read(releaseYaml));
  if (!findings.expect(bytes !== undefined, releaseYaml, 'is missing: it lists the packages')) return undefined;
  const { documents } = readYaml(Buffer.from(bytes ?? []).toString('utf8'));
  const [document] = documents;
  const problem = document !== undefined && 'problem' in document ? document.problem : undefined;
  if (!findings.expect(problem === undefined, releaseYaml, `is not YAML: ${problem}`)) return undefined;
  const value = document !== undefined && 'value' in document ? document.value : undefined;
  if (!findings.expect(documents.length === 1, releaseYaml, `has ${documents.length} documents, not one`))
    return undefined;
  const isRelease = (compiled ??= new Ajv({ allErrors: true, strict: false }).compile<ReleaseYaml>(schema));
  if (isRelease(value)) return value;
  for (const { instancePath, message } of isRelease.errors ?? [])
    findings.expect(false, releaseYaml, message ?? '', instancePath.slice(1).replaceAll('/', '.'));
  return undefined;
}
