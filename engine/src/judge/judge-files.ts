/** Judges everything in files that belongs to a platform: claims by their APIs, environments by the schema of the functions. */
import type { Platform } from '../platform/platform.ts';
import { type AnyFunctions, environmentOf } from '../authoring/functions.ts';
import { applyDefaults, check, deprecatedFields, ignoredEntryIssues } from '../schema/index.ts';
import type { Document } from './documents.ts';
import { judge, type Judged, type JudgeOptions, type Judgement } from './judge.ts';
import { withHints } from './hints.ts';
import type { ManifestFile } from './manifest-files.ts';
import { misledManifests } from './misled-manifests.ts';
import { verdictOf } from './verdict.ts';

/** The verdicts on all claims and on every EnvironmentConfig of the platform. Functions are loaded only if there is one. */
export async function judgeFiles(
  files: Iterable<ManifestFile>,
  platform: Platform,
  options: JudgeOptions,
): Promise<Judgement> {
  const found = judge(files, platform, options);
  const misled = misledManifests(found, platform);
  const judgement = { ...found, claims: [...found.claims, ...misled], ignored: found.ignored - misled.length };
  if (judgement.environments.length === 0) return judgement;
  const functions = await platform.loadFunctions();
  const judged = judgement.environments.map((document) => judgeEnvironment(document, functions));
  return { ...judgement, claims: [...judgement.claims, ...judged], environments: [] };
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
