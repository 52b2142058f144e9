/** Judges the next version of a provider or operator, over what the platform in its folder composes. */
import { join } from 'node:path';
import {
  bumpComparison,
  type BumpComparison,
  bumpedIn,
  type BumpReport,
  bumpReport,
  type ComparedKind,
  comparedKinds,
  readVersion,
  rightFindings,
  type SourceVersion,
} from '../bump/index.ts';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { type Lock, lockFile, readLock } from '../lock/index.ts';
import { readSchemas } from '../models/check/read-schemas.ts';
import { kindsOf, nameOf, type SourceDocument } from '../models/document.ts';
import { type LockedKind, lockedKinds, lockPath, readLock as readModelsLock } from '../models/lock.ts';
import { byKind } from '../models/kind.ts';
import { modelsFolder } from '../models/used-models.ts';
import { composedKinds } from '../release/composed-kinds.ts';
import { addComposed, type Combinations, type ComposedFrom } from './bumped-objects.ts';
import { bumpedRights } from './bumped-rights.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { count } from './session.ts';

export interface BumpOptions extends ComposedFrom {
  readonly crds?: string;
  readonly from?: string;
  /** The version that the operator's chart gets. */
  readonly chart?: string;
}

/** The report, and what `writeBump` needs. Throws a `UserError` if the lock, the models or the CRDs cannot be used. */
export async function judgedBump(loaded: LoadedPlatform, argument: string, options: BumpOptions) {
  const { crds, from, chart, ...composed } = options;
  const { platform, root } = loaded;
  const { lock, text } = lockBeside(root);
  const bumped = bumpedIn(lock, argument, chart);
  const { pin, version: next, isDowngrade } = bumped;
  const models = readModelsLock(textIn(root, `${modelsFolder}/${lockPath}`));
  const locked = lockedKinds(models);
  const kinds = locked.map(({ kind }) => kind);
  const version = await readVersion({ pin, version: next, crds, option: '--crds', kinds });
  const old =
    from === undefined
      ? undefined
      : await readVersion({ pin, version: pin.version, crds: from, option: '--from', kinds });
  const facts = await factsOf(platform);
  const schemas = await oldSchemas(root, old);
  const compared = comparedKinds({
    source: pin.name,
    groups: pin.groups,
    locked,
    oldSchema: schemas,
    composed: facts,
    documents: version.documents,
  });
  if (compared.length === 0) throw nothingOf(pin.name, version);
  const comparison = bumpComparison(compared);
  const combinations = await addComposed(comparison.add, loaded, composed, compared, schemas);
  const rights = await bumpedRights({ bumped, version, old, known: models.rights?.[pin.name] });
  const report = bumpReport({
    source: pin.name,
    old: { version: pin.version, crds: old?.from ?? modelsText(locked, compared) },
    new: { version: next, crds: version.digest === undefined ? version.from : `${version.from}@${version.digest}` },
    isDowngrade,
    findings: [...comparison.findings(), ...rightFindings(pin.name, rights.changes)],
    permissions: rights.permissions,
    chart: bumped.chart?.says,
    notes: [...notesOn(comparison, { combinations, compared }), rights.note],
  });
  const documents = version.documents.filter((document) => declaresOne(document, compared));
  return { report, lock, text, bumped, version: { ...version, documents }, rights: rights.toKeep };
}

/** Of CRDs of several providers in one folder, those of this one alone are written. */
function declaresOne(document: SourceDocument, kinds: readonly ComparedKind[]): boolean {
  return kindsOf(document).some((kind) => kinds.some((each) => byKind(each, kind) === 0));
}

function lockBeside(root: string): { readonly lock: Lock; readonly text: string } {
  const text = textIn(root, lockFile);
  if (text !== undefined) return { lock: readLock(text, lockFile), text };
  throw new UserError(`there is no ${lockFile} beside the configuration`, {
    hint: 'list providers and operators there: each with name, image, version and digest',
  });
}

/** What the functions say of the kinds that they compose. */
async function factsOf(platform: LoadedPlatform['platform']) {
  const functions = await platform.loadFunctions();
  const targets = new Set(Object.values(platform.apis).flatMap((api) => [...api.targets]));
  return [...targets].flatMap((target) => composedKinds(functions, target));
}

/** The schemas of the version in use: those of its CRDs if they are given, else those of the models. */
async function oldSchemas(root: string, old: SourceVersion | undefined) {
  const models = await readSchemas(join(root, modelsFolder));
  if (old === undefined) return models.of;
  const declared = old.documents.flatMap(kindsOf);
  return (kind: LockedKind['kind']) => declared.find((each) => byKind(each, kind) === 0)?.schema();
}

function nothingOf(name: string, { from }: SourceVersion): UserError {
  return new UserError(
    `the platform composes no kind that ${from} declares, and none of its models comes from ${name}`,
    {
      hint: 'check what --crds names, and the name of the source in functions/models/models.lock.json',
    },
  );
}

/** Where the models of the compared kinds come from. */
function modelsText(locked: readonly LockedKind[], compared: readonly ComparedKind[]): string {
  const origins = locked
    .filter(({ kind }) => compared.some((each) => byKind(each, kind) === 0))
    .map(({ origin }) => nameOf(origin));
  const [first = 'nothing', ...others] = [...new Set(origins)];
  return `the generated models in ${modelsFolder}, from ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function notesOn(
  comparison: BumpComparison,
  { combinations, compared }: { readonly combinations: Combinations; readonly compared: readonly ComparedKind[] },
): BumpReport['notes'] {
  const [unnoticed, unseen] = [comparison.unnoticed(), comparison.unseen()];
  const names = unseen.map(({ kind, apiVersion }) => `${kind} (${apiVersion})`).join(', ');
  return [
    `judged ${count(comparison.judged(), 'object')} of ${count(compared.length, 'kind')}, in ${count(combinations.count, 'combination')} of claim, target and environment`,
    ...(unseen.length === 0 ? [] : [`not judged, since no claim composes one: ${names}`]),
    ...(combinations.unserved.length === 0
      ? []
      : [`not judged, since no environment in examples serves a claim there: ${combinations.unserved.join(', ')}`]),
    ...(unnoticed === 0
      ? []
      : [
          `${count(unnoticed, 'other change')} of the CRDs ${unnoticed === 1 ? 'concerns' : 'concern'} nothing that is composed`,
        ]),
    'not judged: admission webhooks, the values of fields that only a provider can fill in, and steps of others',
  ];
}
