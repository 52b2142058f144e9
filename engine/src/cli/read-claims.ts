/** Reads the input of commands that render: claims, the environment, and objects that exist already. */
import { type Document, issueLine, readDocuments } from '../judge/documents.ts';
import { expand, judge, type Judged, type Judgement } from '../judge/judge.ts';
import { type ManifestFile, manifestFiles } from '../judge/manifest-files.ts';
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { KubernetesObject } from '../render/index.ts';
import { check, type Flavour } from '../schema/index.ts';
import { identity } from '../schema/xr.ts';
import { labelProblems, pathSegmentProblems } from '../schema/validate/names.ts';
import { environmentFile } from './environments.ts';
import type { ExitCode } from './exit-code.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { exitCodeOf, tellFindings } from './findings.ts';
import { tell } from './session.ts';

/** A valid claim. */
export interface ReadClaim {
  /** With a name and a namespace. */
  readonly claim: KubernetesObject;
  readonly judged: Judged;
}

/** The valid claims of a command line. */
export interface ReadClaims {
  readonly claims: readonly ReadClaim[];
  /** The verdicts on all documents. */
  readonly judgement: Judgement;
  /** 2 if a file or a document cannot be read, else 1 if a claim is invalid; the reasons went to stderr. */
  readonly code: ExitCode;
}

/** How claims are read. */
interface ReadOptions {
  readonly flavour: Flavour;
  /** That of claims that have none. */
  readonly namespace: string;
  /** What the command line names. @default the files */
  readonly paths?: readonly string[];
}

/** The valid claims in the files, in their order. Throws a `UserError` if the files hold no claim at all, or if the namespace cannot exist. */
export function readClaims(
  files: readonly ManifestFile[],
  platform: Platform,
  { flavour, namespace, paths = files.map(({ file }) => file) }: ReadOptions,
): ReadClaims {
  const [problem] = labelProblems(namespace);
  if (problem !== undefined) throw new UserError(`--namespace: ${problem}`, { hint: 'choose another namespace' });
  const judgement = judge(files, platform, { flavour, strict: false });
  const code = exitCodeOf(judgement);
  tellFindings(judgement);
  if (judgement.claims.length === 0 && code === 0) {
    throw new UserError(`${paths.join(', ')}: no claim of ${platform.group}`, {
      hint: `its kinds are ${Object.values(platform.apis)
        .map(({ kind }) => kind)
        .join(', ')}`,
    });
  }
  const clustered = new Set(
    Object.values(platform.apis)
      .filter(({ scope }) => scope === 'Cluster')
      .map(({ kind }) => kind),
  );
  const valid = judgement.claims.filter(({ verdict }) => verdict.valid);
  const claims = valid.map((judged) => {
    const claim = named(judged.value as unknown as KubernetesObject);
    const { namespace: own, ...metadata } = claim.metadata;
    const place = clustered.has(claim.kind) ? {} : { namespace: own || namespace };
    return { claim: { ...claim, metadata: { ...place, ...metadata } }, judged };
  });
  return { claims, judgement, code };
}

/**
 * The claim with a name. The API server adds five letters to `generateName`; here they are always the same, so that the output is too.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/names/generate.go
 */
function named(claim: KubernetesObject): KubernetesObject {
  const { name, generateName } = claim.metadata;
  if (name || typeof generateName !== 'string') return claim;
  const generated = `${generateName.slice(0, 58)}xxxxx`;
  tell(`${claim.kind} ${generateName}: it has no name yet, and is shown as ${generated}`);
  return { ...claim, metadata: { ...claim.metadata, name: generated } };
}

/** The platform's EnvironmentConfig in a file, or of the name that is given; `environmentFile` says which. */
export function readEnvironment(given: string | undefined, loaded: LoadedPlatform): KubernetesObject {
  const file = environmentFile(given, loaded);
  const { platform } = loaded;
  const documents = [...manifestFiles([file])].flatMap(readAll);
  const [environment, ...others] = documents.map(({ value }) => value as KubernetesObject | null);
  if (environment === undefined || others.length > 0) {
    throw new UserError(`${file}: expected one EnvironmentConfig, found ${documents.length} documents`, {
      hint: 'give every environment a file of its own',
    });
  }
  if (environment?.kind !== 'EnvironmentConfig') {
    throw new UserError(
      `${file}: expected an EnvironmentConfig, found ${environment?.kind ?? 'a value without a kind'}`,
      {
        hint: 'it has apiVersion apiextensions.crossplane.io/v1beta1, and its values are under data',
      },
    );
  }
  if (environment.metadata?.name !== platform.name) {
    throw new UserError(
      `${file}: metadata.name is ${environment.metadata?.name}, but functions read ${platform.name}`,
      {
        hint: `name it ${platform.name}, as in the cluster`,
      },
    );
  }
  return environment;
}

/** The objects in `path`; composed resources are those with Crossplane's annotation. */
export function readObserved(
  path: string | undefined,
  claims: number,
): { observed: KubernetesObject[]; others: KubernetesObject[] } {
  if (path === undefined) return { observed: [], others: [] };
  if (claims > 1) {
    throw new UserError(`--observed belongs to one claim, but there are ${claims}`, {
      hint: 'render them one by one',
    });
  }
  const objects = readObjects(path);
  const isComposed = ({ metadata }: KubernetesObject): boolean =>
    metadata.annotations?.['crossplane.io/composition-resource-name'] !== undefined;
  return {
    observed: objects.filter(isComposed),
    others: objects.filter((object) => !isComposed(object)),
  };
}

/** The objects in a file or a folder, as `kubectl get -o yaml` prints them. Throws a `UserError` for one that is none. */
export function readObjects(path: string): readonly KubernetesObject[] {
  return [...manifestFiles([path])].flatMap(readAll).flatMap(expand).map(toObject);
}

/**
 * The same for a dump of which nothing may be the truth. Throws a `UserError` if it has not even an empty List: kubectl always prints one, so whatever
 * should have written the dump failed.
 */
export function readDumped(path: string): readonly KubernetesObject[] {
  const documents = [...manifestFiles([path])].flatMap(readAll);
  if (documents.length > 0) return documents.flatMap(expand).map(toObject);
  throw new UserError(`${path} is empty: kubectl prints a List even of nothing`, { hint: 'write the dump again' });
}

function toObject({ file, document, value }: Document): KubernetesObject {
  const object = Object(value) as KubernetesObject;
  const { apiVersion, kind, metadata } = object;
  // An object that exists has a name that its own kind allows.
  const isNamed = typeof metadata?.name === 'string' && pathSegmentProblems(metadata.name).length === 0;
  const issues = check(identity, { apiVersion, kind, metadata });
  const [issue] = isNamed ? issues.filter(({ path }) => path !== 'metadata.name') : issues;
  if (issue === undefined && metadata.name) return object;
  const reason = issue === undefined ? 'metadata.name: Required value' : `${issue.path}: ${issue.message}`;
  throw new UserError(`${file}: document ${document} is not a Kubernetes object: ${reason}`, {
    hint: 'it has apiVersion, kind and metadata.name, as `kubectl get -o yaml` prints it',
  });
}

function readAll({ file, text, read = readDocuments(file, text), skipped }: ManifestFile): readonly Document[] {
  if (skipped !== undefined) tell(`skipped: ${file}: ${skipped}`);
  const { documents, issues } = read;
  const [issue] = issues;
  if (issue === undefined) return documents;
  throw new UserError(issueLine(issue), { hint: issue.line === undefined ? 'check the path' : 'correct the YAML' });
}
