/** The rights that a package or an operator asks for: those of a Provider's `permissionRequests`, and those of ClusterRoles beside its CRDs. */
import type { SourceDocument } from '../models/document.ts';
import type { LockedRights } from '../models/lock.ts';
import type { BumpRuleId } from './rules.ts';

interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

/** The verbs that are asked for, by resource, such as `secrets` or `leases.coordination.k8s.io`. */
export type Rights = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether a text may be of a document that asks for rights, or says that a package asks for none. */
export function mayRequest(text: string): boolean {
  return text.includes('ClusterRole') || /\bkind"?: *"?Provider"?\s*[,}\r\n]/.test(text);
}

/** Whether the documents say anything about rights: CRDs alone do not. */
export function saysRights(documents: readonly Pick<SourceDocument, 'content'>[]): boolean {
  return documents.some(({ content }) => ['ClusterRole', 'Provider'].includes(String(Object(content).kind)));
}

/** The rights as the lock of the models has them. */
export function lockedRights(version: string, rights: Rights): LockedRights {
  const sorted = [...rights].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { version, verbs: Object.fromEntries(sorted.map(([resource, verbs]) => [resource, [...verbs].toSorted()])) };
}

/** The rights in the lock of the models. */
export function rightsIn({ verbs }: LockedRights): Rights {
  return new Map(Object.entries(verbs).map(([resource, of]) => [resource, new Set(of)]));
}

/** All rights that the documents ask for. */
export function requestedRights(documents: readonly Pick<SourceDocument, 'content'>[]): Rights {
  const rights = new Map<string, Set<string>>();
  for (const { apiGroups, resources, nonResourceURLs, verbs } of documents.flatMap(({ content }) => rulesIn(content))) {
    const named = listOf(resources).flatMap((resource) =>
      listOf(apiGroups).map((group) => (group === '' ? resource : `${resource}.${group}`)),
    );
    for (const name of [...named, ...listOf(nonResourceURLs)]) {
      const known = rights.get(name) ?? new Set();
      for (const verb of listOf(verbs)) known.add(verb);
      rights.set(name, known);
    }
  }
  return rights;
}

function rulesIn(content: unknown): readonly PolicyRule[] {
  const { kind, rules, spec } = (content ?? {}) as {
    readonly kind?: unknown;
    readonly rules?: unknown;
    readonly spec?: { readonly controller?: { readonly permissionRequests?: unknown } | null } | null;
  };
  const found = kind === 'ClusterRole' ? rules : kind === 'Provider' ? spec?.controller?.permissionRequests : undefined;
  return Array.isArray(found) ? found.filter((rule) => typeof rule === 'object' && rule !== null) : [];
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A right that one of two versions does not ask for. */
export interface RightChange {
  readonly rule: BumpRuleId;
  readonly resource: string;
  /** One sentence without a full stop. */
  readonly says: string;
}

/** What the new version asks for otherwise, by resource. */
export function rightChanges(old: Rights, now: Rights): readonly RightChange[] {
  const resources = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return resources.flatMap((resource) => {
    const [before, after] = [verbsIn(old, resource), verbsIn(now, resource)];
    const [added, dropped] = [without(after, before), without(before, after)];
    return [
      ...(added.length === 0
        ? []
        : [{ rule: 'crd-right-requested', resource, says: `asks also for ${verbsOf(added)}` } as const]),
      ...(dropped.length === 0
        ? []
        : [{ rule: 'crd-right-dropped', resource, says: `no longer asks for ${verbsOf(dropped)}` } as const]),
    ];
  });
}

function verbsIn(rights: Rights, resource: string): readonly string[] {
  return [...(rights.get(resource) ?? [])];
}

function without(verbs: readonly string[], others: readonly string[]): readonly string[] {
  return verbs.filter((verb) => !others.includes(verb));
}

function verbsOf(verbs: readonly string[]): string {
  return verbs.toSorted().join(', ').replaceAll('*', 'all verbs');
}
