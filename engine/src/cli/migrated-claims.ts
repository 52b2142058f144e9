/** Reads claims for `planesmith migrate`, and proves in a simulated cluster that they keep what they have. */
import { parse } from 'node:path';
import { liveStates } from '../compare/behaviour/live.ts';
import { type Plan, planOf } from '../compare/plan.ts';
import { UserError } from '../errors.ts';
import { type MovedClaim, moveClaims } from '../migrate/identities.ts';
import { type MigratedFiles, migrateFiles } from '../migrate/migrate-files.ts';
import type { KubernetesObject } from '../render/index.ts';
import { clusterTargets } from './cluster-targets.ts';
import { defaultEnvironment } from './default-environment.ts';
import { dumpedClaims, tellNew } from './dumped-claims.ts';
import { environmentFile } from './environments.ts';
import { exitCodeOf } from './findings.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment, readObjects } from './read-claims.ts';
import { uniqueFiles } from './unique-files.ts';

/** How claims are migrated. */
export interface MigrateOptions {
  readonly environment?: string;
  readonly target?: string;
  /** A dump of the cluster. */
  readonly live?: string;
  /** That of claims that name none. */
  readonly namespace: string;
}

/** Claims of files with what becomes of them. */
export interface Migration extends MigratedFiles {
  /** What the move does to the objects of the claims; undefined if a claim is invalid or a file cannot be read. */
  readonly plan?: Plan;
  /** How many objects the claims have before they move. */
  readonly objects: number;
}

/** Throws a `UserError` if there is no claim. */
export async function migratedClaims(
  loaded: LoadedPlatform,
  paths: readonly string[],
  { environment: given, target, live: dump, namespace }: MigrateOptions,
): Promise<Migration> {
  const { platform } = loaded;
  const targets = clusterTargets(platform, target);
  const files = migrateFiles(uniqueFiles(paths), platform);
  if (exitCodeOf(files.judgement) !== 0) return { ...files, objects: 0 };
  if (files.claims.length === 0) {
    throw new UserError(`${paths.join(', ')}: no claim of ${platform.group} with a namespace`, {
      hint: 'name the folders that hold claims',
    });
  }
  const file = given ?? (await defaultEnvironment(loaded, target));
  const environment = parse(environmentFile(file, loaded)).name;
  const placed = files.claims.flatMap(({ claim, xr, file: from }): MovedClaim[] => {
    const place = targets.get(claim.kind);
    const [old, now] = [claim, xr].map((object) => inNamespace(object, namespace)) as [typeof claim, typeof xr];
    return place === undefined ? [] : [{ claim: old, xr: now, file: from, target: place }];
  });
  const live = dump === undefined ? undefined : liveStates(readObjects(dump), { name: dump, flavour: 'claims' });
  if (live !== undefined) {
    tellNew(placed.length - dumpedClaims(placed, { name: dump!, live, paths }).length, dump!);
  }
  const { findings, objects, unproven } = await moveClaims(platform, placed, {
    environment: [environment, readEnvironment(file, loaded)],
    live,
  });
  const unplaced = files.claims
    .filter(({ claim }) => targets.get(claim.kind) === undefined)
    .map(({ claim: { kind, metadata } }) => `${kind} ${metadata.name} has no target ${target}`);
  const where = {
    claims: files.claims.length,
    targets: [...new Set(placed.map((claim) => claim.target))].toSorted(),
    environment,
    unserved: [...unplaced, ...unproven],
  };
  return { ...files, plan: planOf(findings, where), objects };
}

function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace || namespace } };
}
