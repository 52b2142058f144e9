/** The API server's verdict on one claim. */
import type { Issue } from '../errors.ts';
import { type AnyApi, applyDefaults, check, type Flavour, nearest, xrSchema } from '../schema/index.ts';
import type { Document } from './documents.ts';

/** What is said of one document; what it does not say of itself is null. */
export interface Verdict {
  readonly file: string;
  readonly document: number;
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly valid: boolean;
  readonly errors: readonly Issue[];
}

/** The kinds that are ours. */
export interface Offer {
  /** The platform's name. */
  readonly name: string;
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
}

/** Everything wrong with the object as one of our kinds, none for a valid one; undefined where it is somebody else's kind. */
export function issuesOf(
  object: Readonly<Record<string, unknown>>,
  offer: Offer,
  flavour: Flavour,
): Issue[] | undefined {
  const { apiVersion, kind } = object;
  const [group = '', version = ''] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  const apis = Object.values(offer.apis);
  const api = apis.find((each) => each.kind === kind);
  if (group !== offer.group) {
    const meant = api === undefined ? undefined : meantGroup(apiVersion, group, offer);
    return meant === undefined ? undefined : [{ path: 'apiVersion', message: `${noMatch(object)}; ${meant}` }];
  }
  if (kind === undefined) return [{ path: 'kind', message: 'Required value' }];
  if (api === undefined) return [{ path: 'kind', message: `${noMatch(object)}; ${meantKind(kind, apis)}` }];
  if (version !== api.version && !api.alsoServed.includes(version)) {
    const served = [api.version, ...api.alsoServed].map((each) => `"${group}/${each}"`).join(' and ');
    return [{ path: 'apiVersion', message: `${noMatch(object)}; it is served as ${served}` }];
  }
  const schema = xrSchema(api, flavour);
  return [...namespaceIssues(object, api), ...check(schema, applyDefaults(schema, object as never))];
}

/** The verdict for a document and what was found wrong with it. */
export function verdictOf({ file, document, value }: Document, errors: readonly Issue[]): Verdict {
  const { apiVersion, kind, metadata } = (value ?? {}) as Record<string, unknown>;
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  return {
    file,
    document,
    apiVersion: text(apiVersion),
    kind: text(kind),
    name: text(name),
    namespace: text(namespace),
    valid: errors.length === 0,
    errors,
  };
}

/** https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go ValidateObjectMeta */
function namespaceIssues({ metadata }: Readonly<Record<string, unknown>>, api: AnyApi): Issue[] {
  const { namespace } = (metadata ?? {}) as { namespace?: unknown };
  if (api.scope === 'Namespaced' || namespace === undefined) return [];
  return [{ path: 'metadata.namespace', message: 'Forbidden: not allowed on this type' }];
}

function noMatch({ apiVersion = '', kind }: Readonly<Record<string, unknown>>): string {
  return `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
}

/** A document without a group, or with nearly ours, is not meant for somebody else. */
function meantGroup(apiVersion: unknown, group: string, { group: ours, apis }: Offer): string | undefined {
  const versions = new Set(Object.values(apis).map((api) => api.version));
  const misspelt = nearest(group, [ours]) !== undefined || versions.has(String(apiVersion));
  return apiVersion === undefined || misspelt ? `did you mean "${ours}/${[...versions][0]}"?` : undefined;
}

function meantKind(kind: unknown, apis: readonly AnyApi[]): string {
  const kinds = apis.map((api) => api.kind);
  const meant = nearest(String(kind), kinds);
  return meant === undefined ? `the kinds are ${kinds.join(', ')}` : `did you mean "${meant}"?`;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
