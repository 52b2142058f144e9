/** Finds the claims and the environments in which `planesmith compare` compares what two releases do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WrittenClaim } from '../compare/behaviour/about.ts';
import type { Contract } from '../compare/contract.ts';
import { UserError } from '../errors.ts';
import { type Document, issueLine, readDocuments } from '../judge/documents.ts';
import { expand } from '../judge/judge.ts';
import { type ManifestFile, manifestFiles } from '../judge/manifest-files.ts';
import type { KubernetesObject } from '../render/index.ts';
import { environmentsOf } from './environments.ts';
import type { LoadedPlatform } from './load-platform.ts';

/** EnvironmentConfigs by the names of their files. */
export type Environments = Readonly<Record<string, KubernetesObject>>;

/** The EnvironmentConfigs that a kit brings along: its clusters have such facts. `files` are the paths that the kit lists. */
export function environmentsIn(folder: string, files: readonly string[], source: string): Environments {
  const found = files.flatMap((path) => {
    const [, name] = /^environments\/([^/]+)\.(?:ya?ml|json)$/.exec(path) ?? [];
    if (name === undefined) return [];
    const { documents } = readDocuments(path, readFileSync(join(folder, path), 'utf8'));
    const environment = documents.map(({ value }) => value).find(isObject);
    if (environment?.kind === 'EnvironmentConfig') return [[name, environment] as const];
    throw new UserError(`${source} is damaged: ${path} is no EnvironmentConfig`, {
      hint: 'take it again from where it was published',
    });
  });
  return Object.fromEntries(found);
}

/** Those of a platform in its folder. A file that is no EnvironmentConfig is left out: `check` and `start` judge it. */
export function environmentsBeside(loaded: LoadedPlatform): Environments {
  const found = environmentsOf(loaded).flatMap(({ name, file }) => {
    const environment = readDocuments(file, readFileSync(file, 'utf8'))
      .documents.map(({ value }) => value)
      .find(isObject);
    return environment?.kind === 'EnvironmentConfig' ? [[name, environment] as const] : [];
  });
  return Object.fromEntries(found);
}

/**
 * The claims in the files whose kind one of the releases has, each with a namespace unless its API is cluster-scoped. None of them is judged: each
 * release says what it makes of it. Throws a `UserError` for a file that cannot be read.
 */
export function claimsIn(files: Iterable<ManifestFile>, releases: readonly Contract[]): readonly WrittenClaim[] {
  return [...files].flatMap((file) => {
    const { documents, issues } = file.read ?? readDocuments(file.file, file.text);
    const [issue] = issues;
    if (issue !== undefined) {
      const hint = issue.line === undefined ? 'check the path' : 'correct the file, or leave it out';
      throw new UserError(issueLine(issue), { hint });
    }
    return documents.flatMap(expand).flatMap((document) => claimIn(document, releases));
  });
}

/** The claims in each of the files and folders that a command line names. Throws a `UserError` for one that cannot be read, and for one without any. */
export function claimsGiven(paths: readonly string[], releases: readonly Contract[]): readonly WrittenClaim[] {
  return paths.flatMap((path) => {
    const found = claimsIn(manifestFiles([path]), releases);
    if (found.length > 0) return found;
    const groups = [...new Set(releases.map(({ group }) => group))].join(' or ');
    throw new UserError(`${path}: no claim of ${groups}`, { hint: 'name the files and folders that hold claims' });
  });
}

function claimIn({ value, file }: Document, releases: readonly Contract[]): readonly WrittenClaim[] {
  if (!isObject(value)) return [];
  const found = releases
    .filter(({ group }) => value.apiVersion.startsWith(`${group}/`))
    .flatMap(({ apis }) => Object.entries(apis))
    .find(([kind]) => kind === value.kind);
  // The API server gives a name to what has none, so none of its objects can be compared.
  if (found === undefined || typeof value.metadata.name !== 'string') return [];
  const { namespace = 'default', ...metadata } = value.metadata;
  const [, { definition }] = found;
  const place = definition.scope === 'Namespaced' ? { namespace } : {};
  return [{ claim: { ...value, metadata: { ...place, ...metadata } }, file }];
}

function isObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<string, unknown>>;
  return (
    typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata === 'object' && metadata !== null
  );
}
