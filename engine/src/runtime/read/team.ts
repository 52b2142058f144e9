/** The team of a claim: a fact of its namespace, which nobody who may claim there can change (release/namespace-team.ts). */
import type { ResourceSelector } from '@crossplane-org/function-sdk-typescript';
import type { Refusal } from '../../authoring/planner.ts';
import type { Claim } from '../../authoring/claim.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import { groupOf } from '../../schema/kind-name.ts';
import { claimedTeam, teamLabel } from '../../schema/vocabulary.ts';
import { toSelector } from './requirement.ts';

/** The selector of a claim's namespace; undefined for a claim without one. */
export function namespaceOf({ namespace }: { readonly namespace: string }): ResourceSelector | undefined {
  return namespace === '' ? undefined : toSelector({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, '');
}

/** A claim as far as it matters to its team. */
interface Claimed {
  readonly apiVersion: string;
  readonly claim: Pick<Claim, 'namespace' | 'labels'>;
  readonly written: Readonly<Record<string, unknown>>;
}

/** A team, and the refusal of another one that the claim names. */
export interface Team {
  readonly team: string | undefined;
  readonly refusal?: Refusal;
}

/**
 * The team of a claim in a namespace is that of its namespace's label, else the namespace's name. The claim's own word
 * counts only if it is in no namespace, or if Crossplane has not fetched the namespace or found none. Nothing is composed yet in these cases, as
 * in a preview.
 */
export function teamOf({ apiVersion, claim, written }: Claimed, object: Unstructured | null | undefined): Team {
  const { namespace, labels } = claim;
  const claimed = claimedTeam(written, labels);
  if (namespace === '' || !object) return { team: claimed?.team ?? (namespace === '' ? undefined : namespace) };
  const team = object.metadata.labels?.[teamLabel(groupOf(apiVersion))] || namespace;
  if (claimed === undefined || claimed.team === team) return { team };
  const why = `the namespace ${namespace} belongs to the team ${team}, not to ${claimed.team}`;
  return { team, refusal: { path: claimed.path, why, who: 'the platform team', keep: team } };
}
