/** Decides which claims go into the channel of a canary, and which go back. */
import { UserError } from '../errors.ts';
import type { Item } from '../install/kubectl.ts';
import { channelLabel } from '../synth/channel.ts';
import { type ChannelClaim, shown } from './claims.ts';
import { isDrawn } from './draw.ts';

/** The two channels between which claims move. */
export interface Channels {
  /** That of releases, which new claims follow. */
  readonly usual: string;
  readonly canary: string;
}

export interface Move {
  readonly claim: ChannelClaim;
  readonly to: string;
}

/** What is to be done with each claim. */
export interface Decision {
  readonly moves: readonly Move[];
  /** Claims that are in the right channel already. */
  readonly settled: readonly ChannelClaim[];
  /** Claims that are not moved, and why. */
  readonly left: readonly { readonly claim: ChannelClaim; readonly why: string }[];
}

/** Which claims a command is about: all of them if it names neither APIs nor namespaces. */
export interface Scope {
  /** Kinds of claims, in any case. What is composed for a claim goes with it. */
  readonly apis?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
}

/** The claims of a scope. */
export function within(claims: readonly ChannelClaim[], { apis, namespaces }: Scope): readonly ChannelClaim[] {
  const kinds = apis?.map((kind) => kind.toLowerCase());
  return claims.filter(({ place: { root } }) => {
    const isAsked = kinds === undefined || kinds.includes(root.kind.toLowerCase());
    return isAsked && (namespaces === undefined || namespaces.includes(root.namespace ?? ''));
  });
}

/** Puts `percent` of the claims into the canary, and the others into the usual channel. */
export function decide(claims: readonly ChannelClaim[], { usual, canary }: Channels, percent: number): Decision {
  const moves: Move[] = [];
  const settled: ChannelClaim[] = [];
  const left: Decision['left'][number][] = [];
  for (const claim of claims) {
    const { channel = usual } = claim;
    const why = claim.left ?? (channel === usual || channel === canary ? undefined : `it is in the channel ${channel}`);
    const to = isDrawn(claim.place.root.uid, percent) ? canary : usual;
    if (why !== undefined) left.push({ claim, why });
    else if (claim.channel === to) settled.push(claim);
    else moves.push({ claim, to });
  }
  return { moves, settled, left };
}

/**
 * Throws a `UserError` if a claim would find no revision in its new channel: Crossplane would stop answering it. While a canary runs, every claim that may
 * come into it must have one, so that no refusal waits for a larger percentage.
 */
export function insistOnRevisions(
  { moves, settled }: Decision,
  { canary }: Channels,
  percent: number,
  revisions: readonly Item[],
): void {
  const candidates = percent === 0 ? [] : [...moves.map(({ claim }) => claim), ...settled];
  const wanted = [...candidates.map((claim) => ({ claim, to: canary })), ...moves];
  const lacking = wanted.find(({ claim, to }) => !revisions.some((revision) => isFor(claim.place, to, revision)));
  if (lacking === undefined) return;
  const { claim, to } = lacking;
  const { composition, compositeKind } = claim.place;
  const whose = composition === undefined ? compositeKind : `the Composition ${composition}`;
  throw new UserError(
    `no revision of the channel ${to} is installed for ${whose}, so ${shown(claim)} would find none`,
    {
      hint: `install a release of the channel ${to} first, or name the APIs that have one with --api; nothing was changed`,
    },
  );
}

/** Crossplane looks among the revisions of the claim's Composition (core v2.4.0 internal/controller/apiextensions/composite/api.go:199). */
function isFor(
  { composition, compositeKind }: ChannelClaim['place'],
  channel: string,
  { metadata, spec }: Item,
): boolean {
  const { [channelLabel]: own, 'crossplane.io/composition-name': name } = metadata.labels ?? {};
  const { compositeTypeRef } = spec as { readonly compositeTypeRef: { readonly kind: string } };
  return (
    own === channel && (composition === undefined ? compositeTypeRef.kind === compositeKind : name === composition)
  );
}
