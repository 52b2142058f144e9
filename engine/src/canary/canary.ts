/** Has a percentage of the claims of a cluster follow a canary, or says which follow it. */
import { UserError } from '../errors.ts';
import type { Kubectl } from '../install/kubectl.ts';
import type { ChannelClaim } from './claims.ts';
import { channelsIn, moveClaims } from './cluster.ts';
import { type Channels, decide, insistOnRevisions, type Move, type Scope, within } from './decide.ts';

export interface CanaryOptions extends Channels, Scope {
  /** The API group of the platform. */
  readonly group: string;
  /** From 0 to 100. @default nothing is changed */
  readonly percent?: number | undefined;
  /** Has the API server judge the changes, and keep none. */
  readonly dryRun: boolean;
  /** Gets each claim once it is moved. */
  readonly report: (moved: MovedClaim) => void;
}

type Claim = Omit<ChannelClaim, 'place'>;

export interface MovedClaim extends Pick<Claim, 'kind' | 'namespace' | 'name'> {
  /** Absent if the claim followed every release. */
  readonly from?: string;
  readonly to: string;
}

export interface CanaryResult extends Channels {
  readonly percent?: number;
  readonly dryRun?: true;
  /** All claims of the scope, as the command leaves them: Crossplane gives them another revision only later. */
  readonly claims: readonly Claim[];
  readonly moved: readonly MovedClaim[];
  /** With the words of the API server. */
  readonly refused: readonly (MovedClaim & { readonly says: string })[];
  /** How many moves were not tried, after too many refusals. */
  readonly untried: number;
}

/** Rejects with a `UserError` if the cluster does not tell, if a claim would find no revision, or if no claim can be moved. Nothing is changed then. */
export async function canary(kubectl: Kubectl, options: CanaryOptions): Promise<CanaryResult> {
  const { usual, canary: name, percent, dryRun, report, group, apis = [] } = options;
  const channels = { usual, canary: name };
  const { kinds, claims: all, revisions } = await channelsIn(kubectl, group);
  const unknown = apis.find((api) => !kinds.some((kind) => kind.toLowerCase() === api.toLowerCase()));
  if (unknown !== undefined) {
    throw new UserError(`the cluster has no API ${unknown}`, { hint: `it has ${kinds.join(', ')}` });
  }
  const claims = within(all, options);
  if (percent === undefined) return { ...channels, claims: claims.map(bare), moved: [], refused: [], untried: 0 };
  const decision = decide(claims, channels, percent);
  insistOnRevisions(decision, channels, percent, revisions);
  const { moved, refused } = await moveClaims(kubectl, decision.moves, {
    dryRun,
    report: (move) => report(movedClaim(move)),
  });
  const now = new Map<ChannelClaim, Claim>([
    ...moved.map(({ claim, to }) => [claim, { ...bare(claim), channel: to }] as const),
    ...decision.left.map(({ claim, why }) => [claim, { ...bare(claim), left: why }] as const),
  ]);
  return {
    ...channels,
    percent,
    ...(dryRun && { dryRun }),
    claims: claims.map((claim) => now.get(claim) ?? bare(claim)),
    moved: moved.map(movedClaim),
    refused: refused.map(({ says, ...move }) => ({ ...movedClaim(move), says })),
    untried: decision.moves.length - moved.length - refused.length,
  };
}

function bare({ place: _, ...claim }: ChannelClaim): Claim {
  return claim;
}

function movedClaim({ claim: { kind, namespace, name, channel }, to }: Move): MovedClaim {
  return {
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(channel !== undefined && { from: channel }),
    to,
  };
}
