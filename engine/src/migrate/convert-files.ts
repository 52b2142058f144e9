/** Converts the claims in files for a version of their APIs, or says why they cannot be. */
import { type Document, readDocuments } from '../judge/documents.ts';
import { convertedClaim } from '../judge/converted-claim.ts';
import { expand, judge, type Judged, type Judgement } from '../judge/judge.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import type { PlacedIssue } from '../judge/verdict.ts';
import type { Platform } from '../platform/platform.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { changeFile } from './change-file.ts';
import type { ChangedFile } from './migrate-files.ts';

/** What becomes of files. */
export interface ConvertedFiles {
  /** None if a claim is invalid or cannot be converted, or if a file cannot be read: all files change or none. */
  readonly changed: readonly ChangedFile[];
  /** The verdicts on the claims as they become. */
  readonly judgement: Judgement;
  /** The kinds of claims that stay as they are, since their APIs do not have the version; sorted. */
  readonly staying: readonly string[];
}

/** Throws a `UserError` for a claim that is written in a way in which no field can be changed alone. */
export function convertFiles(files: readonly ManifestFile[], platform: Platform, version: string): ConvertedFiles {
  const flavours = [...new Set<Flavour>([...platform.packages.map(({ flavour }) => flavour), 'namespaced'])];
  const attempts = flavours.map((flavour) => converted(files, platform, { flavour, version }));
  return attempts.find(({ judgement }) => isUsable(judgement)) ?? attempts[0]!;
}

interface Wanted {
  readonly flavour: Flavour;
  readonly version: string;
}

function converted(files: readonly ManifestFile[], platform: Platform, wanted: Wanted): ConvertedFiles {
  const apiOf = apisOf(platform);
  const convert = (object: unknown) => {
    const api = apiOf(object);
    return api === undefined || !hasVersion(api, wanted.version) || !isMembers(object)
      ? { claim: object }
      : convertedClaim(object, platform, wanted);
  };
  const read = files.map((file) => ({ ...file, read: file.read ?? readDocuments(file.file, file.text) }));
  const documents = read.map(({ read: { documents: all } }) => all.flatMap(expand));
  const after = read.map((file, index) => ({
    ...file,
    read: { ...file.read, documents: documents[index]!.map((each) => ({ ...each, value: convert(each.value).claim })) },
  }));
  const verdicts = judge(after, platform, { flavour: wanted.flavour, strict: false });
  const problems = documents.flat().map((document) => ({ document, problem: problemOf(document, convert) }));
  const judgement = { ...verdicts, claims: verdicts.claims.map((judged) => withProblem(judged, problems)) };
  const staying = documents.flat().flatMap(({ value }) => {
    const api = apiOf(value);
    return api === undefined || hasVersion(api, wanted.version) ? [] : [api.kind];
  });
  const changed = isUsable(judgement) ? changedFiles(files, (object) => convert(object).claim) : [];
  return { changed, judgement, staying: [...new Set(staying)].toSorted() };
}

type Convert = (
  object: unknown,
) => Omit<Partial<ReturnType<typeof convertedClaim>>, 'claim'> & { readonly claim: unknown };
type Problems = readonly { readonly document: Document; readonly problem: readonly PlacedIssue[] }[];

/** What is wrong with a claim as it was written: with the conversion, or by the schema that the claim has fewer differences from. */
function problemOf({ value }: Document, convert: Convert): readonly PlacedIssue[] {
  const { problem, misfits = [] } = convert(value);
  return problem === undefined ? misfits : [problem];
}

function withProblem(judged: Judged, problems: Problems): Judged {
  const { verdict, place } = judged;
  const own = problems.find(
    ({ document: { file, document, value } }) =>
      file === verdict.file && document === verdict.document && value === judged.value,
  );
  if (own === undefined || own.problem.length === 0) return judged;
  const errors = own.problem.map((issue) => ({ ...issue, ...place(issue.path) }));
  return { ...judged, verdict: { ...verdict, valid: false, errors } };
}

function changedFiles(files: readonly ManifestFile[], becomes: (object: unknown) => unknown): readonly ChangedFile[] {
  return files.flatMap(({ file, text }) => {
    const { text: after, edits } = changeFile(file, text, becomes);
    return edits.length > 0 ? [{ file, before: text, after, edits }] : [];
  });
}

function apisOf({ apis, group }: Platform): (object: unknown) => AnyApi | undefined {
  const byKind = new Map(Object.values(apis).map((api) => [api.kind, api]));
  return (object) => {
    const { apiVersion, kind } = Object(object) as Partial<Record<string, unknown>>;
    return String(apiVersion).startsWith(`${group}/`) ? byKind.get(String(kind)) : undefined;
  };
}

function hasVersion({ version, alsoServed }: AnyApi, wanted: string): boolean {
  return version === wanted || alsoServed.includes(wanted);
}

function isUsable({ unusable, claims }: Judgement): boolean {
  return unusable.length === 0 && claims.every(({ verdict }) => verdict.valid);
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
