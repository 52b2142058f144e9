/** Reads what clusters of a fleet sync of the claims in repositories of applications, and what of that they would not take, as far as the fleet knows it. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Document, issueLine, readDocuments } from '../../judge/documents.ts';
import { expand } from '../../judge/judge.ts';
import { manifestFiles } from '../../judge/manifest-files.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { claimsPath, placesOf } from '../bundle/place.ts';
import type { Fleet } from '../fleet/index.ts';
import { environmentOf } from './facts.ts';
import type { FleetFinding } from './finding.ts';
import { judgedByFleet, type Manifest, type Synced, titleOf } from './problem.ts';

/** Where the files of an application's repository are, by the name of the application. */
export type AppFolders = ReadonlyMap<string, string>;

/** What a cluster syncs of an application. */
export interface SyncedClaims extends Synced {
  /** What is wrong as far as the fleet knows. */
  readonly findings: readonly FleetFinding[];
  /** The claims of kinds and versions that the cluster serves, without those that are there twice. */
  readonly served: readonly Document[];
}

/** What clusters sync from these folders. Throws a `UserError` for an application that the fleet does not have. */
export function syncedClaims(fleet: Fleet, folders: AppFolders): readonly SyncedClaims[] {
  const unknown = [...folders.keys()].find((name) => !fleet.apps.some((app) => app.name === name));
  if (unknown !== undefined) {
    const names = fleet.apps.map(({ name }) => name).join(', ');
    throw new UserError(`${fleet.folder} has no application ${unknown}`, {
      hint: names === '' ? `write apps/${unknown}.yaml` : `name one of ${names}`,
    });
  }
  return placesOf(fleet).flatMap((place) => {
    const environment = environmentOf(fleet.folder, place);
    return place.apps.flatMap((app): readonly SyncedClaims[] => {
      const root = folders.get(app.name);
      if (root === undefined) return [];
      const synced: Synced = { place, app, ...(environment !== undefined && { environment }) };
      return [{ ...synced, ...readIn(join(root, claimsPath(app, place.cluster)), synced) }];
    });
  });
}

/** What a folder that a cluster syncs holds. Nothing in it is passed over without a word: what nobody looked at may be a claim. */
function readIn(folder: string, synced: Synced): Pick<SyncedClaims, 'findings' | 'served'> {
  const { name, environment } = synced.place.cluster;
  if (!existsSync(folder)) {
    return { findings: [{ file: folder, message: `is not there, and ${name} syncs it` }], served: [] };
  }
  const findings: FleetFinding[] = [];
  const served: Document[] = [];
  const seen = new Map<string, Document>();
  for (const { file, text, skipped, read = readDocuments(file, text) } of manifestFiles([folder])) {
    if (/^kustomization\.ya?ml$/.test(basename(file))) continue;
    if (skipped !== undefined) findings.push({ file, message: `cannot be read: ${skipped}` });
    for (const { message, ...issue } of read.issues) {
      const where = issueLine({ ...issue, message: '' }).replace(/: $/, '');
      findings.push({ file: where, message: `cannot be read: ${message}` });
    }
    for (const document of read.documents.flatMap(expand)) {
      const { problem, isServed } = judgedByFleet(document.value, synced);
      const twin = isServed ? twinOf(document, seen, synced) : undefined;
      const found = problem ?? (twin && `${titleOf(document.value)}, which is in ${placeOf(twin)} too: take one out`);
      if (found !== undefined) findings.push({ file: placeOf(document), message: `has ${found}` });
      if (isServed && twin === undefined) served.push(document);
    }
  }
  if (findings.length === 0 && served.length === 0) {
    const remedy = `write one, or take ${environment} out of \`environments\` in apps/${synced.app.name}.yaml`;
    findings.push({ file: folder, message: `has no claim, and ${name} syncs it: ${remedy}` });
  }
  return { findings, served };
}

/** The same claim in what the cluster syncs: no controller applies both. */
function twinOf(document: Document, seen: Map<string, Document>, { app }: Synced): Document | undefined {
  const { apiVersion, kind, metadata } = Object(document.value) as Manifest;
  if (metadata?.name === undefined) return undefined;
  const namespace = metadata.namespace ?? app.namespace;
  const identity = JSON.stringify([groupOf(String(apiVersion)), kind, namespace, metadata.name]);
  const twin = seen.get(identity);
  if (twin === undefined) seen.set(identity, document);
  return twin;
}

/** Where a field of a document is, for people; without a path, where the document begins. */
export function placeOf({ file, place }: Pick<Document, 'file' | 'place'>, path = ''): string {
  const { line, column } = place(path);
  return `${file}:${line}:${column}`;
}
