/** The findings between two releases: those of their contracts, and of what they make of claims. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sectionAt } from '../authoring/sections.ts';
import { completedEnvironments, type Fact } from '../compare/behaviour/completed-environments.ts';
import { compareContracts } from '../compare/contract.ts';
import { foldConsequences } from '../compare/consequences.ts';
import type { Finding } from '../compare/finding.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';
import { claimsGiven, claimsIn } from './compared-claims.ts';
import { compareBehaviour } from './compared-behaviour.ts';
import type { ComparedRelease } from './compared-releases.ts';
import { exampleFiles } from './examples.ts';
import { count, tell } from './session.ts';

/**
 * All findings; `paths` are files and folders with claims, besides the examples of the platform; what is deprecated is judged by the day `today`. Says on stderr how many claims were compared. Throws a
 * `UserError` if a kit cannot settle claims, or if a file cannot be read.
 */
export async function findingsBetween(
  { old, now }: { readonly old: ComparedRelease; readonly now: ComparedRelease },
  paths: readonly string[],
  today: string,
): Promise<readonly Finding[]> {
  const contract = compareContracts(old.contract, now.contract, { today });
  const { environments } = old;
  if (Object.keys(environments).length === 0) {
    tell('the old release has no environments, so only the contracts were compared');
    return contract;
  }
  const releases = [now.contract, old.contract];
  const written = [...claimsIn(examplesOf(now), releases), ...claimsGiven(paths, releases)];
  const serving = (kind: string, target: string): readonly string[] => servingIn(old, kind, target);
  const { environments: completed, ...facts } = completedEnvironments(environments, now.environments, contract);
  tellFacts(facts);
  const compared = { old: old.source, now: now.source, written, environments, completed, serving };
  const { findings, combinations, converted } = await compareBehaviour(compared);
  const what =
    written.length === 0
      ? 'generated claims (--claims adds some that exist)'
      : `${count(written.length, 'claim')} and others that were generated`;
  const after = converted === undefined ? '' : `, ${converted} of them with the claim converted`;
  tell(`compared ${what}: ${count(combinations, 'combination')} of claim, target and environment${after}`);
  return foldConsequences(contract, findings);
}

/** Says on stderr which facts the new release requires, where they come from, and what is not seen without them. */
function tellFacts({
  completed,
  lacking,
}: {
  readonly completed: readonly Fact[];
  readonly lacking: readonly Fact[];
}): void {
  for (const { environment, path } of completed) {
    tell(
      `the environment ${environment} has no ${path}, so the new release was asked with that of its own ${environment}`,
    );
  }
  for (const { environment, path } of lacking) {
    tell(`the environment ${environment} has no ${path}, so what else changes for its claims is not seen`);
    tell(`  hint: give it in the new release, as ${path} in examples/environments/${environment}.yaml`);
  }
}

/** The names of the environments that have the sections which the release needs for a kind on a target. */
export function servingIn(
  { contract, environments }: Pick<ComparedRelease, 'contract' | 'environments'>,
  kind: string,
  target: string,
): readonly string[] {
  const reads = Object.hasOwn(contract.apis, kind) ? contract.apis[kind]?.reads : undefined;
  const needed = (reads && Object.hasOwn(reads, target) && reads[target]?.needed) || [];
  const able = Object.entries(environments).filter(([, { data }]) =>
    needed.every((section) => sectionAt(Object(data), section) !== undefined),
  );
  return able.map(([name]) => name);
}

/** A kit has none. */
function examplesOf({ source }: ComparedRelease): readonly ManifestFile[] {
  return typeof source !== 'string' && existsSync(join(source.root, 'examples')) ? exampleFiles(source) : [];
}
