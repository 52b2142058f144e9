/** The API server's verdict on one claim. */
import {
  type AnyApi,
  applyDefaults,
  check,
  type Flavour,
  ignoredEntryIssues,
  nearest,
  xrSchema,
} from '../schema/index.ts';
import type { Document, Place, SyntaxIssue } from './documents.ts';
import { type HintedIssue, withHints } from './hints.ts';
import { meantKinds } from './kinds.ts';
import { unfilledIssues, withoutMisfits } from './unfilled.ts';

/** The verdict on one document; a field that the document does not have is null. */
export interface Verdict {
  readonly file: string;
  readonly document: number;
  /** Where the document begins; null if the whole file cannot be read. */
  readonly line: number | null;
  readonly column: number | null;
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly valid: boolean;
  readonly errors: readonly PlacedIssue[];
  /** What works, but is deprecated. */
  readonly warnings: readonly PlacedIssue[];
}

/** An issue with its place, which has a file if the field comes from a file of values. */
export interface PlacedIssue extends HintedIssue, Partial<Place> {}

/** The kinds of a platform. */
export interface Offer {
  /** The platform's name. */
  readonly name: string;
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
}

/** Everything wrong with the object, none if it is valid; undefined if its kind is not of this platform. */
export function issuesOf(
  object: Readonly<Record<string, unknown>>,
  offer: Offer,
  flavour: Flavour,
): HintedIssue[] | undefined {
  const { apiVersion, kind } = object;
  const [group = '', ...rest] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  const version = rest.join('/');
  const apis = Object.values(offer.apis);
  const api = apis.find((candidate) => candidate.kind === kind);
  if (group !== offer.group) {
    const meant = api === undefined ? undefined : meantGroup(apiVersion, group, offer);
    return meant === undefined ? undefined : [{ path: 'apiVersion', message: `${noMatch(object)}; ${meant}` }];
  }
  if (kind === undefined) return [{ path: 'kind', message: 'Required value' }];
  if (api === undefined) return [{ path: 'kind', message: `${noMatch(object)}; ${meantKind(kind, apis)}` }];
  if (version !== api.version && !api.alsoServed.includes(version)) {
    const versions = [api.version, ...api.alsoServed].map((served) => `"${group}/${served}"`).join(' and ');
    return [{ path: 'apiVersion', message: `${noMatch(object)}; it is served as ${versions}` }];
  }
  const schema = xrSchema(api, flavour);
  const unfilled = unfilledIssues(api.spec, object['spec'], 'spec');
  const issues = [...ignoredEntryIssues(schema, object), ...check(schema, applyDefaults(schema, object as never))];
  return [
    ...namespaceIssues(object, api),
    ...writtenIssues(object),
    ...unfilled,
    ...withHints(withoutMisfits(issues, unfilled), schema, object),
  ];
}

/** The verdict on a document with these errors and warnings. */
export function verdictOf(
  { file, document, value, place }: Document,
  errors: readonly HintedIssue[],
  warnings: readonly HintedIssue[] = [],
): Verdict {
  const { apiVersion, kind, metadata } = (value ?? {}) as Record<string, unknown>;
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  const { line, column } = place('');
  return {
    file,
    document,
    line,
    column,
    apiVersion: text(apiVersion),
    kind: text(kind),
    name: text(name),
    namespace: text(namespace),
    valid: errors.length === 0,
    errors: errors.map((issue) => ({ ...issue, ...place(issue.path) })),
    warnings: warnings.map((issue) => ({ ...issue, ...place(issue.path) })),
  };
}

/** The verdict on a file or a document that cannot be read. */
export function unreadable({ message, file, document, ...place }: SyntaxIssue): Verdict {
  const { line = null, column = null } = place;
  const unknown = { apiVersion: null, kind: null, name: null, namespace: null };
  const errors = [{ path: '', message, ...place }];
  return { file, document, line, column, ...unknown, valid: false, errors, warnings: [] };
}

/** https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go ValidateObjectMeta */
function namespaceIssues({ metadata }: Readonly<Record<string, unknown>>, api: AnyApi): HintedIssue[] {
  const { namespace } = (metadata ?? {}) as { namespace?: unknown };
  if (api.scope === 'Namespaced' || (namespace ?? '') === '') return [];
  const hint = `${api.kind} is cluster-scoped, so it has no namespace; take it out`;
  return [{ path: 'metadata.namespace', message: 'Forbidden: not allowed on this type', hint }];
}

/**
 * Issues for fields that no cluster keeps of a claim. The API server drops a status. The policies of the install bundle refuse the references by
 * which Crossplane finds what belongs to a claim. The fields that choose a Composition are for administrators, so they may be in a file.
 */
function writtenIssues({ spec, ...object }: Readonly<Record<string, unknown>>): HintedIssue[] {
  const { crossplane, ...fields } = (spec ?? {}) as Record<string, unknown>;
  const message = 'only Crossplane writes this: take it out of the claim';
  const hint = '`render CLAIM --observed FILE` reads it from a saved object';
  return [
    ...('status' in object ? [{ path: 'status', message, hint }] : []),
    ...(Object.hasOwn(Object(crossplane) as object, 'resourceRefs')
      ? [{ path: 'spec.crossplane.resourceRefs', message }]
      : []),
    ...('resourceRef' in fields ? [{ path: 'spec.resourceRef', message }] : []),
  ];
}

function noMatch({ apiVersion = '', kind }: Readonly<Record<string, unknown>>): string {
  return `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
}

/** The apiVersion that a document means if its own is missing or almost that of the platform. */
function meantGroup(apiVersion: unknown, group: string, { group: ours, apis }: Offer): string | undefined {
  const versions = new Set(Object.values(apis).map((api) => api.version));
  const misspelt = typeof apiVersion !== 'string' || nearest(group, [ours]) !== undefined || versions.has(apiVersion);
  return misspelt ? `did you mean "${ours}/${[...versions][0]}"?` : undefined;
}

function meantKind(kind: unknown, apis: readonly AnyApi[]): string {
  const meant = meantKinds(String(kind), apis);
  if (meant.length === 0) return `the kinds are ${apis.map((api) => api.kind).join(', ')}`;
  return `did you mean ${meant.map((name) => `"${name}"`).join(' or ')}?`;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
