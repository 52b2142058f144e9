/** Says which claims follow a canary, and which were moved. */
import type { CanaryResult, MovedClaim } from '../canary/canary.ts';
import { shown } from '../canary/claims.ts';
import { oneLine } from './printable.ts';
import { count } from './session.ts';
import { columns } from './table.ts';

/** A line per claim below a heading. */
export function canaryTable(claims: CanaryResult['claims']): string {
  const rows = claims.map(({ kind, namespace = '-', name, channel = '-', revision = '-', release = '-' }) => [
    kind,
    namespace,
    name,
    channel,
    revision,
    release,
  ]);
  const heading = ['KIND', 'NAMESPACE', 'NAME', 'CHANNEL', 'REVISION', 'RELEASE'];
  return columns([heading, ...rows.map((row) => row.map(oneLine))]);
}

/** `Database team-a/orders: stable → canary`. */
export function movedLine(claim: MovedClaim): string {
  return oneLine(`${shown(claim)}: ${claim.from ?? 'no channel'} → ${claim.to}`);
}

/** How many claims of each namespace were moved. */
export function namespaceLines({ moved, dryRun, canary, usual }: CanaryResult): readonly string[] {
  const groups = Map.groupBy(moved, ({ namespace }) => namespace ?? 'without a namespace');
  return [...groups].map(([namespace, claims]) => {
    const parts = [canary, usual]
      .map((channel) => ({ channel, number: claims.filter(({ to }) => to === channel).length }))
      .filter(({ number }) => number > 0);
    const numbers = parts.map(({ channel, number }) => `${number} to ${channel}`).join(', ');
    return `${namespace}: ${numbers}${dryRun ? ' (dry run)' : ''}`;
  });
}

/** A line for each claim that stays where it is, with the reason. */
export function notMovedLines({ claims, refused }: CanaryResult): readonly string[] {
  return [
    ...claims.flatMap((claim) =>
      claim.left === undefined ? [] : [`left alone: ${shown(claim)}, since ${claim.left}`],
    ),
    ...refused.map(({ says, ...claim }) => `refused: ${movedLine(claim)}: ${says}`),
  ].map(oneLine);
}

/** The last sentence: what follows the canary, and what to do if that is not as asked. */
export function conclusion({ claims, canary, percent, moved, refused, untried, dryRun }: CanaryResult): string {
  const following = claims.filter(({ channel }) => channel === canary).length;
  const isOrAre = following === 1 ? 'follows' : 'follow';
  const state = `${following} of ${count(claims.length, 'claim')} ${isOrAre} ${canary}`;
  if (percent === undefined) return state;
  if (refused.length > 0) {
    const open = refused.length + untried;
    return `${state}; ${moved.length} moved and ${open} not: run the command again to go on`;
  }
  if (moved.length > 0) return dryRun ? `${state} then; ${moved.length} would move` : `${state}; ${moved.length} moved`;
  const hint =
    percent > 0 && following === 0 && claims.length > 0 ? ', since the UID of none falls below the percentage' : '';
  return `nothing ${dryRun ? 'would change' : 'changed'}: ${state}${hint}`;
}
