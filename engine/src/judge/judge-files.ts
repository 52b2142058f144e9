/** Judges everything in files that belongs to a platform: claims by their APIs, environments by the schema of the functions. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { type AnyFunctions, environmentOf } from '../authoring/functions.ts';
import { applyDefaults, check, deprecatedFields, ignoredEntryIssues } from '../schema/index.ts';
import type { Document } from './documents.ts';
import { judge, type Judged, type JudgeOptions, type Judgement } from './judge.ts';
import { withHints } from './hints.ts';
import type { ManifestFile } from './manifest-files.ts';
import { misledManifests } from './misled-manifests.ts';
import { refusedHere } from './refused-here.ts';
import { verdictOf } from './verdict.ts';

/** How files are judged. */
export interface JudgeFilesOptions extends JudgeOptions {
  /** The EnvironmentConfig by whose limits and catalogue new claims are judged, and its name in messages. @default by none */
  readonly environment?: undefined | { readonly config: Readonly<Record<string, unknown>>; readonly name: string };
}

/**
 * The verdicts on all claims and on every EnvironmentConfig of the platform. Functions are loaded only if there is one. Throws a `UserError` if
 * the environment to judge by is none of the platform's.
 */
export async function judgeFiles(
  files: Iterable<ManifestFile>,
  platform: Platform,
  { environment, ...options }: JudgeFilesOptions,
): Promise<Judgement> {
  const found = judge(files, platform, { ...options, isOneCluster: environment !== undefined });
  const claims =
    environment === undefined ? found.claims : refusedHere(found, platform, await factsOf(environment, platform));
  const { misled = [], warned = [] } = Object.groupBy(misledManifests(found, platform), ({ verdict }) =>
    verdict.valid ? 'warned' : 'misled',
  );
  const judgement = { ...found, claims: [...claims, ...misled], ignored: found.ignored - misled.length, warned };
  if (judgement.environments.length === 0) return judgement;
  const functions = await platform.loadFunctions();
  const judged = judgement.environments.map((document) => judgeEnvironment(document, functions));
  return { ...judgement, claims: [...judgement.claims, ...judged], environments: [] };
}

/** The data of the environment with every default. */
async function factsOf(
  { config, name }: NonNullable<JudgeFilesOptions['environment']>,
  platform: Platform,
): Promise<object> {
  const schema = environmentOf(await platform.loadFunctions());
  const data = applyDefaults(schema, (config['data'] ?? {}) as never) as object;
  const [issue] = check(schema, data as never, { path: 'data', strict: false });
  if (issue === undefined) return data;
  throw new UserError(`${name} is no environment to judge claims by: ${issue.path}: ${issue.message}`, {
    hint: `planesmith validate ${name} finds all that is wrong with it`,
  });
}

function judgeEnvironment(document: Document, functions: AnyFunctions): Judged {
  const value = document.value as Readonly<Record<string, unknown>>;
  const schema = environmentOf(functions);
  // Crossplane takes absent data for an empty map.
  const data = value['data'] ?? {};
  const issues = [
    ...ignoredEntryIssues(schema, data, 'data'),
    ...check(schema, applyDefaults(schema, data as never), { path: 'data' }),
  ];
  const warnings = deprecatedFields(schema, data, 'data');
  const verdict = verdictOf(document, withHints(issues, schema, data, 'data'), warnings);
  return { verdict, value, place: document.place };
}
