/** The composed kinds of a provider or operator in two versions: which are there still, and how. */
import { UserError } from '../errors.ts';
import { isSame } from '../compare/contract/property-changes.ts';
import type { SourceDocument } from '../models/document.ts';
import { kindsOf } from '../models/document.ts';
import type { JsonSchema } from '../models/json-schema.ts';
import { byKind, type KindDefinition, type KindReference } from '../models/kind.ts';
import type { LockedKind } from '../models/lock.ts';
import { schemaFlaw } from '../models/well-formed.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { BumpRuleId } from './rules.ts';

/** What a cluster says of a kind besides its schema. */
export interface KindFacts extends KindReference {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** A kind that the new version has under our version. */
export interface KeptKind extends KindReference {
  readonly old: JsonSchema;
  readonly now: JsonSchema;
  /** What changed besides the schema, each in a sentence without a full stop. */
  readonly facts: readonly { readonly rule: BumpRuleId; readonly says: string }[];
}

/** A kind that it does not have. */
export interface GoneKind extends KindReference {
  readonly rule: BumpRuleId;
  /** One sentence without a full stop. */
  readonly says: string;
}

export type ComparedKind = KeptKind | GoneKind;

export interface KindsToCompare {
  /** The name of the source in the lock, such as `provider-sql`. */
  readonly source: string;
  /** The API groups that the lock gives to it. @default those that the new version declares */
  readonly groups?: readonly string[] | undefined;
  /** The kinds of the models. */
  readonly locked: readonly LockedKind[];
  /** The schema of a kind in the version in use. */
  readonly oldSchema: (kind: KindReference) => JsonSchema | undefined;
  /** What the functions say of the kinds that they compose. */
  readonly composed: readonly KindFacts[];
  /** The documents of the new version. */
  readonly documents: readonly SourceDocument[];
}

/**
 * The kinds of the models in the groups of the source; without groups, those that come from it, or are of a group that the new version declares. Throws
 * a `UserError` if a CRD is damaged, or if two declare one kind.
 */
export function comparedKinds({
  source,
  groups,
  locked,
  oldSchema,
  composed,
  documents,
}: KindsToCompare): readonly ComparedKind[] {
  const declared = documents.flatMap((document) => kindsOf(document).map((kind) => ({ kind, document })));
  const declaredGroups = new Set(declared.map(({ kind }) => groupOf(kind.apiVersion)));
  const ours = locked.filter(({ origin, kind }) =>
    groups === undefined
      ? isFrom(origin.source, source) || declaredGroups.has(groupOf(kind.apiVersion))
      : groups.includes(groupOf(kind.apiVersion)),
  );
  return ours
    .filter(({ kind }) => kind.apiVersion.includes('/') && oldSchema(kind) !== undefined)
    .map(({ kind }) => {
      const found = declared.filter((each) => byKind(each.kind, kind) === 0);
      const definition = oneOf(found.map((each) => each.kind));
      if (definition === undefined)
        return goneKind(
          kind,
          documents,
          declared.map((each) => each.kind),
        );
      const now = soundSchema(definition);
      const facts = composed.find((each) => byKind(each, kind) === 0);
      const deprecation = found.some(({ document }) => isDeprecated(document, kind)) ? [deprecated(kind)] : [];
      return {
        ...kind,
        old: oldSchema(kind)!,
        now,
        facts: [...(facts ? factChanges(facts, definition) : []), ...deprecation],
      };
    })
    .toSorted(byKind);
}

/** Whether a source of models is this one: a folder, a package or a module of that name, in any place. */
function isFrom(origin: string, source: string): boolean {
  return origin.split('/').includes(source);
}

function oneOf(definitions: readonly KindDefinition[]): KindDefinition | undefined {
  const [first, ...others] = definitions;
  const other = others.find((each) => first !== undefined && !isSame(each.schema(), first.schema()));
  if (first === undefined || other === undefined) return first;
  throw new UserError(`the new CRDs declare ${first.kind} (${first.apiVersion}) twice, and otherwise each time`, {
    hint: 'give --crds the CRDs of one version alone',
  });
}

function soundSchema(definition: KindDefinition): JsonSchema {
  const flaw = schemaFlaw(definition.written());
  if (flaw === undefined) return definition.schema();
  const { kind, apiVersion } = definition;
  throw new UserError(`cannot use the new schema of ${kind} (${apiVersion}): ${flaw}`, {
    hint: 'get the CRDs from their publisher again',
  });
}

function goneKind(
  kind: KindReference,
  documents: readonly SourceDocument[],
  declared: readonly KindDefinition[],
): GoneKind {
  const same = declared.filter((each) => each.kind === kind.kind);
  const versions = same
    .filter((each) => groupOf(each.apiVersion) === groupOf(kind.apiVersion))
    .map(({ apiVersion }) => apiVersion.split('/')[1]);
  if (versions.length > 0) {
    const says = `the kind is served under ${versions.join(', ')} alone, and no longer under ${kind.apiVersion.split('/')[1]}`;
    return { ...kind, rule: 'crd-version-removed', says };
  }
  const isUnserved = documents.some((document) => specOf(document, kind) !== undefined);
  if (isUnserved) return { ...kind, rule: 'crd-version-removed', says: 'no version of the kind is served any longer' };
  const elsewhere = [...new Set(same.map(({ apiVersion }) => groupOf(apiVersion)))].filter(
    (group) => group !== groupOf(kind.apiVersion),
  );
  const moved = elsewhere.length === 0 ? '' : `; there is one in ${elsewhere.join(' and in ')}`;
  return { ...kind, rule: 'crd-kind-removed', says: `the kind is gone${moved}` };
}

function factChanges(old: KindFacts, now: KindDefinition): KeptKind['facts'] {
  const scope = (namespaced: boolean) => (namespaced ? 'namespaced' : 'cluster-scoped');
  return [
    ...(old.namespaced === now.namespaced
      ? []
      : [
          {
            rule: 'crd-scope-changed',
            says: `the kind was ${scope(old.namespaced)} and is ${scope(now.namespaced)}`,
          } as const,
        ]),
    ...(old.plural === now.plural
      ? []
      : [{ rule: 'crd-plural-changed', says: `the plural was ${old.plural} and is ${now.plural}` } as const]),
  ];
}

function deprecated({ apiVersion }: KindReference): KeptKind['facts'][number] {
  return { rule: 'crd-version-deprecated', says: `${apiVersion.split('/')[1]} is deprecated` };
}

function isDeprecated(document: SourceDocument, kind: KindReference): boolean {
  const version = specOf(document, kind)?.versions.find(({ name }) => name === kind.apiVersion.split('/')[1]);
  return version?.deprecated === true;
}

interface Declared {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly deprecated?: unknown }[];
}

/** The spec of the CRD of a kind; `kindsOf` has made sure that it is one. */
function specOf({ content }: SourceDocument, kind: KindReference): Declared | undefined {
  const { spec, kind: type } = content as { readonly kind?: unknown; readonly spec?: Declared };
  if (type !== 'CustomResourceDefinition' || spec === undefined) return undefined;
  return spec.group === groupOf(kind.apiVersion) && spec.names.kind === kind.kind ? spec : undefined;
}
