/** Finds claims in the repositories of applications that a cluster of a fleet would not take, as far as the fleet knows that. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Document, issueLine, readDocuments } from '../../judge/documents.ts';
import { expand } from '../../judge/judge.ts';
import { manifestFiles } from '../../judge/manifest-files.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { catalogueRemedy, outsideCatalogue } from '../../schema/limits/catalogue.ts';
import { claimsPath, type Place, placesOf } from '../bundle/place.ts';
import type { AppRepository, Fleet } from '../fleet/index.ts';
import { factsOf } from './facts.ts';
import type { FleetFinding } from './finding.ts';

/** Where the files of an application's repository are, by the name of the application. */
export type AppFolders = ReadonlyMap<string, string>;

/** An application in a cluster that syncs it. */
interface Synced {
  readonly place: Place;
  readonly app: AppRepository;
  /** The data of the cluster's EnvironmentConfig; empty if the fleet does not have it. */
  readonly facts: object;
}

/** What the clusters would not take of the claims in these folders. Throws a `UserError` for an application that the fleet does not have. */
export function claimFindings(fleet: Fleet, folders: AppFolders): readonly FleetFinding[] {
  const unknown = [...folders.keys()].find((name) => !fleet.apps.some((app) => app.name === name));
  if (unknown !== undefined) {
    const names = fleet.apps.map(({ name }) => name).join(', ');
    throw new UserError(`${fleet.folder} has no application ${unknown}`, {
      hint: names === '' ? `write apps/${unknown}.yaml` : `name one of ${names}`,
    });
  }
  return placesOf(fleet).flatMap((place) => {
    const facts = factsOf(fleet.folder, place);
    return place.apps.flatMap((app) => {
      const root = folders.get(app.name);
      return root === undefined ? [] : findingsIn(join(root, claimsPath(app, place.cluster)), { place, app, facts });
    });
  });
}

/** What is wrong in the folder that a cluster syncs. Nothing in it is passed over without a word: what nobody looked at may be a claim. */
function findingsIn(folder: string, synced: Synced): readonly FleetFinding[] {
  const { cluster } = synced.place;
  if (!existsSync(folder)) return [{ file: folder, message: `is not there, and ${cluster.name} syncs it` }];
  const read = [...manifestFiles([folder])]
    .filter(({ file }) => !/^kustomization\.ya?ml$/.test(basename(file)))
    .map(({ file, text, skipped, read: own = readDocuments(file, text) }) => ({ file, skipped, ...own }));
  const findings = read.flatMap(({ file, skipped, documents, issues }) => [
    ...(skipped === undefined ? [] : [{ file, message: `cannot be read: ${skipped}` }]),
    ...issues.map(({ message, ...issue }) => ({
      file: issueLine({ ...issue, message: '' }).replace(/: $/, ''),
      message: `cannot be read: ${message}`,
    })),
    ...documents.flatMap(expand).flatMap((document) => {
      const problem = problemOf(document.value, synced);
      return problem === undefined ? [] : [{ file: placeOf(document), message: `has ${problem}` }];
    }),
  ]);
  const isEmpty = findings.length === 0 && !read.some(({ documents }) => documents.flatMap(expand).length > 0);
  if (!isEmpty) return findings;
  return [
    {
      file: folder,
      message: `has no claim, and ${cluster.name} syncs it: write one, or take ${cluster.environment} out of \`environments\` in apps/${synced.app.name}.yaml`,
    },
  ];
}

function placeOf({ file, place }: Document): string {
  const { line, column } = place('');
  return `${file}:${line}:${column}`;
}

/** An object in a repository, whatever its fields hold. */
interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null;
}

/** What there is that the cluster would not take, and what to do about it; undefined if it takes it. */
function problemOf(value: unknown, { place, app, facts }: Synced): string | undefined {
  const { apiVersion, kind, metadata } = Object(value) as Manifest;
  const { cluster, kinds } = place;
  const what = ['the', kind ?? 'object', metadata?.name ?? 'without a name'].map(String).join(' ');
  const [group, version] = [groupOf(String(apiVersion)), String(apiVersion).split('/').at(-1) ?? ''];
  const known = kinds.find((each) => each.kind === kind && each.group === group);
  const runs = `version ${cluster.version}, which ${cluster.name} runs,`;
  if (known === undefined) return `${what}, and ${runs} offers no such kind: take it out`;
  if (!known.versions.includes(version)) {
    return `${what} in ${version}, and ${runs} serves ${known.versions.join(' and ')}: write one of these`;
  }
  if (known.scope === 'Cluster') {
    if (app.clusterScoped) return undefined;
    return `${what}, which is in no namespace: take it out, or say \`clusterScoped: true\` in apps/${app.name}.yaml`;
  }
  const namespace = metadata?.namespace ?? app.namespace;
  if (namespace !== app.namespace) {
    return `${what} in the namespace ${String(namespace)}, and apps/${app.name}.yaml says ${app.namespace}: give both one`;
  }
  const reason = outsideCatalogue(known.plural, facts);
  return reason === undefined ? undefined : `${what}, which ${cluster.name} refuses: ${reason}; ${catalogueRemedy}`;
}
