/** Migrates the claims in files to namespaced XRs, or says why they cannot be. */
import { readDocuments } from '../judge/documents.ts';
import { expand, judge, type Judged, type Judgement } from '../judge/judge.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import type { PlacedIssue } from '../judge/verdict.ts';
import type { Platform } from '../platform/platform.ts';
import type { KubernetesObject } from '../render/object.ts';
import type { LineEdit } from '../yaml/line-edits.ts';
import { claimOf, namespacedXr } from './namespaced-xr.ts';
import { type IsClaim, rewriteFile } from './rewrite.ts';

/** A file that changes. */
export interface ChangedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly LineEdit[];
}

/** A claim with the XR that it becomes. */
export interface MigratedClaim {
  /** Without what Crossplane wrote to it. A claim that was migrated before is what it was. */
  readonly claim: KubernetesObject;
  readonly xr: KubernetesObject;
  readonly file: string;
}

/** What becomes of files. */
export interface MigratedFiles {
  /** None if a claim is invalid or refused, or if a file cannot be read: claims move together or not at all. */
  readonly changed: readonly ChangedFile[];
  readonly claims: readonly MigratedClaim[];
  /** The verdicts on the claims: one that cannot be migrated is invalid, with the reasons as its errors. */
  readonly judgement: Judgement;
}

/** Throws a `UserError` for a claim that is written in a way in which no field can be moved alone. */
export function migrateFiles(files: readonly ManifestFile[], platform: Platform): MigratedFiles {
  const kinds = new Set(
    Object.values(platform.apis)
      .filter(({ scope }) => scope === 'Namespaced')
      .map(({ kind }) => kind),
  );
  const isClaim: IsClaim = (value): value is KubernetesObject => {
    const { apiVersion, kind } = Object(value) as Partial<KubernetesObject>;
    return kinds.has(kind ?? '') && apiVersion?.split('/', 1)[0] === platform.group;
  };
  const asClaims = judge(files.map(withoutGone(isClaim)), platform, { flavour: 'claims', strict: false });
  const asXrs = judge(files, platform, { flavour: 'namespaced', strict: false }).claims;
  const judgement = {
    ...asClaims,
    claims: asXrs.map((asXr, index) => withVerdict(asXr, asClaims.claims[index]?.verdict.errors ?? [])),
  };
  const claims = judgement.claims.flatMap(({ value, verdict: { file } }) => {
    if (!isClaim(value)) return [];
    const { xr } = namespacedXr(value);
    return [{ claim: claimOf(xr), xr, file }];
  });
  const isUsable = judgement.unusable.length === 0 && judgement.claims.every(({ verdict }) => verdict.valid);
  if (!isUsable) return { claims, judgement, changed: [] };
  const changed = files.flatMap(({ file, text }) => {
    const { text: after, edits } = rewriteFile(file, text, isClaim);
    return edits.length > 0 ? [{ file, before: text, after, edits }] : [];
  });
  return { claims, judgement, changed };
}

/** The file without the fields that go, or that are refused for themselves. */
const withoutGone =
  (isClaim: IsClaim) =>
  (file: ManifestFile): ManifestFile => {
    const { documents, issues } = file.read ?? readDocuments(file.file, file.text);
    const left = documents.flatMap(expand).map((document) => {
      const { value } = document;
      if (!isClaim(value)) return document;
      const { dropped, refused } = namespacedXr(value);
      const gone = new Set([...dropped, ...refused.map(({ name }) => name)]);
      if (gone.size === 0) return document;
      const spec = Object.entries(value['spec'] as object).filter(([name]) => !gone.has(name));
      return { ...document, value: { ...value, spec: Object.fromEntries(spec) } };
    });
    return { ...file, read: { documents: left, issues } };
  };

/** The verdict on a claim that is to move. One that has moved already is an XR. */
function withVerdict(asXr: Judged, asClaim: readonly PlacedIssue[]): Judged {
  const { value, verdict, place } = asXr;
  const { moved, dropped, refused } = namespacedXr(value);
  const isXr = Object.hasOwn(Object(value['spec']) as object, 'crossplane') && moved.length + dropped.length === 0;
  const errors: readonly PlacedIssue[] = [
    ...(isXr && refused.length === 0 ? verdict.errors : asClaim),
    ...refused.map(({ name, why, remedy }) => {
      const path = `spec.${name}`;
      return { path, message: why, hint: remedy, ...place(path) };
    }),
  ];
  return { ...asXr, verdict: { ...verdict, valid: errors.length === 0, errors } };
}
