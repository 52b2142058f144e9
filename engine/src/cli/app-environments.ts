/** Finds the environments of an application, and what its claims are in each. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { readDocuments } from '../judge/documents.ts';
import type { Judgement } from '../judge/judge.ts';
import { judgeFiles } from '../judge/judge-files.ts';
import { type ManifestFile, namesIn } from '../judge/manifest-files.ts';
import { claimsFile, claimsFolder, claimsText, environmentsFolder } from '../preview/environment-claims.ts';
import { roundedIssue } from '../preview/overlay.ts';
import type { Flavour } from '../schema/index.ts';
import { environmentsOf } from './environments.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment } from './read-claims.ts';
import { withValues } from './values.ts';

/** An environment of an application. */
interface AppEnvironment {
  readonly name: string;
  /** The name of its file of values. */
  readonly values: string;
}

/** The claims of one environment, judged as its cluster does. */
interface JudgedEnvironment extends AppEnvironment {
  readonly judgement: Judgement;
}

/** The file of an environment's claims, as it is and as it should be. */
export interface EnvironmentFile {
  /** Below the folder of the application. */
  readonly path: string;
  /** The name of the file of values. */
  readonly values: string;
  /** Undefined if there is no such file yet. */
  readonly before: string | undefined;
  readonly after: string;
}

/** What an application has in its environments. */
export interface AppClaims {
  /** The verdicts on its claims in all environments; one that is the same in several is there once. */
  readonly judgement: Judgement;
  /** The files of all environments. Throws a `UserError` unless all claims are valid. */
  readonly files: () => readonly EnvironmentFile[];
}

/**
 * The claims in the folder of an application, in each environment for which it has a file of values. Throws a `UserError` if it has none, or if
 * an environment is not one of the platform.
 */
export async function appClaims(app: string, loaded: LoadedPlatform, flavour: Flavour): Promise<AppClaims> {
  const judged: JudgedEnvironment[] = [];
  for (const environment of environmentsIn(app, loaded)) {
    const { name, values } = environment;
    const files = await withValues([join(app, claimsFolder)], [join(app, values)]);
    const judgement = await judgeFiles(files.map(withExactNumbers), loaded.platform, {
      flavour,
      strict: true,
      environment: { config: readEnvironment(name, loaded), name },
    });
    judged.push({ ...environment, judgement });
  }
  const files = () =>
    judged.map(({ name, values, judgement }): EnvironmentFile => {
      const path = claimsFile(name);
      return { path, values, before: textIn(app, path), after: claimsText(judgement.claims, values) };
    });
  return { judgement: together(app, judged), files };
}

function environmentsIn(app: string, loaded: LoadedPlatform): readonly AppEnvironment[] {
  const found = namesIn(app).flatMap((values): AppEnvironment[] => {
    const [, name] = /^values\.(.+)\.(?:ya?ml|json)$/.exec(values) ?? [];
    return name === undefined ? [] : [{ name, values }];
  });
  if (found.length === 0) {
    throw new UserError(`there is no values.<environment>.yaml in ${app}`, {
      hint: 'name the folder of an application, which has such a file for each of its environments, or give --values',
    });
  }
  const known = environmentsOf(loaded).map(({ name }) => name);
  for (const [index, { name, values }] of found.entries()) {
    if (!known.includes(name)) {
      throw new UserError(`${join(app, values)}: there is no environment ${name}`, {
        hint: known.length === 0 ? 'the platform brings none along' : `name one of ${known.join(', ')}`,
      });
    }
    const other = found.slice(0, index).find((before) => before.name === name);
    if (other !== undefined) {
      throw new UserError(`${join(app, other.values)} and ${join(app, values)} are both of ${name}`, {
        hint: 'put all values of an environment into one file',
      });
    }
  }
  refuseOrphans(app, found);
  return found;
}

/** Without its values an environment would keep its last claims for ever, and nobody would see that. */
function refuseOrphans(app: string, found: readonly AppEnvironment[]): void {
  const folder = join(app, environmentsFolder);
  if (!existsSync(folder)) return;
  const names = new Set(found.map(({ name }) => name));
  const orphan = namesIn(folder).find((name) => !names.has(name) && existsSync(join(app, claimsFile(name))));
  if (orphan === undefined) return;
  throw new UserError(`${join(app, claimsFile(orphan))} has no values.${orphan}.yaml`, {
    hint: `write one, which may be empty, or delete ${join(folder, orphan)} too`,
  });
}

/** Also an integer in a file without values must be one that can be written again. */
function withExactNumbers(file: ManifestFile): ManifestFile {
  const read = file.read ?? readDocuments(file.file, file.text);
  return { ...file, read: { ...read, issues: [...read.issues, ...read.documents.flatMap(roundedIssue)] } };
}

function together(app: string, judged: readonly JudgedEnvironment[]): Judgement {
  const claims = judged.flatMap(({ values, judgement }) =>
    judgement.claims.map((claim) => ({ ...claim, values: claim.values ?? join(app, values) })),
  );
  const all = judged.map(({ judgement }) => judgement);
  return {
    ...all[0]!,
    claims: unique(claims, ({ verdict: { file, document, errors, warnings } }) => [file, document, errors, warnings]),
    unusable: unique(
      all.flatMap(({ unusable }) => unusable),
      (issue) => [issue],
    ),
    skipped: unique(
      all.flatMap(({ skipped }) => skipped),
      (line) => [line],
    ),
  };
}

/** Each of them once: the first of those that have the same identity. */
function unique<T>(all: readonly T[], identity: (each: T) => readonly unknown[]): readonly T[] {
  const seen = new Set<string>();
  return all.filter((each) => {
    const { size } = seen;
    return seen.add(JSON.stringify(identity(each))).size > size;
  });
}
