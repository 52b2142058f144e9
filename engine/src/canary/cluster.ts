/** Reads the channels of a cluster, and writes those of claims. */
import { UserError } from '../errors.ts';
import { type Definition, definitionsOf } from '../install/healthy.ts';
import { type Item, itemsOf, type Kubectl, reasonIn } from '../install/kubectl.ts';
import { channelLabel } from '../synth/channel.ts';
import { type ChannelClaim, channelClaims, shown } from './claims.ts';
import type { Move } from './decide.ts';

/** What a cluster says of the channels of a platform. */
export interface ClusterChannels {
  /** The kinds of which there may be claims, sorted. */
  readonly kinds: readonly string[];
  readonly claims: readonly ChannelClaim[];
  /** All CompositionRevisions, those of others too. */
  readonly revisions: readonly Item[];
}

/** Looks at the claims of an API group. Rejects with a `UserError` if the cluster does not tell, or has no such API. */
export async function channelsIn(kubectl: Kubectl, group: string): Promise<ClusterChannels> {
  const definitions = (await definitionsOf(kubectl, group)).map(({ spec }) => spec as Definition);
  if (definitions.length === 0) {
    throw new UserError(`the cluster has no API of ${group}`, {
      hint: 'install the platform first, or choose another cluster with --context',
    });
  }
  const all = definitions.flatMap(({ names, claimNames }) =>
    claimNames === undefined ? [names] : [claimNames, names],
  );
  const objects = await itemsOf(kubectl, ...all.map(({ plural }) => `${plural}.${group}`));
  return {
    kinds: definitions.map(({ names, claimNames }) => (claimNames ?? names).kind).toSorted(),
    claims: channelClaims(definitions, objects),
    revisions: await itemsOf(kubectl, 'compositionrevisions.apiextensions.crossplane.io'),
  };
}

/** What became of moves. */
export interface Moved {
  readonly moved: readonly Move[];
  /** What the API server refused, with its words. */
  readonly refused: readonly (Move & { readonly says: string })[];
}

/** One refusal is that of a claim. After so many in a row the rights are lacking, or the API server. */
const most = 3;

/**
 * Writes the selectors of claims, one by one; `report` gets each that is written. With `dryRun` the API server judges them, and keeps nothing. Goes on
 * after a refusal, but not after several in a row. Rejects with a `UserError` if those are the first: then nothing was changed.
 */
export async function moveClaims(
  kubectl: Kubectl,
  moves: readonly Move[],
  { dryRun, report }: { readonly dryRun: boolean; readonly report: (move: Move) => void },
): Promise<Moved> {
  const moved: Move[] = [];
  const refused: Moved['refused'][number][] = [];
  let inRow = 0;
  for (const move of moves) {
    const { code, stderr } = await kubectl(patchOf(move, dryRun));
    inRow = code === 0 ? 0 : inRow + 1;
    if (code === 0) {
      moved.push(move);
      report(move);
    } else refused.push({ ...move, says: reasonIn(stderr) });
    if (inRow === most) break;
  }
  const [first] = refused;
  if (first === undefined || moved.length > 0) return { moved, refused };
  throw new UserError(`${shown(first.claim)} cannot be put into the channel ${first.to}: ${first.says}`, {
    hint: 'administrators of the platform alone may choose a channel; nothing was changed',
  });
}

/**
 * Flux gives every field that a manager called `kubectl…` wrote to itself, and takes it away at its next sync if Git does not have it (kustomize-controller
 * v1.9.4 internal/controller/kustomization_controller.go:902, pkg/ssa v0.76.1 patch.go:79). So the patch has a manager of its own.
 */
function patchOf({ claim: { namespace, name, place }, to }: Move, dryRun: boolean): readonly string[] {
  const selector = { compositionRevisionSelector: { matchLabels: { [channelLabel]: to } } };
  const patch = place.fields.toReversed().reduce<object>((value, field) => ({ [field]: value }), selector);
  return [
    'patch',
    place.resource,
    name,
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    '--type=merge',
    '--field-manager=planesmith',
    ...(dryRun ? ['--dry-run=server'] : []),
    `--patch=${JSON.stringify(patch)}`,
  ];
}
