/** The example claims of a platform, checked and rendered. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { judgeFiles } from '../claims/judge-files.ts';
import { manifestFiles } from '../claims/manifest-files.ts';
import { claimRenderer, refusalOf } from '../claims/render-claim.ts';
import { type Cell, surveyCells } from '../claims/survey-cells.ts';
import type { KubernetesObject } from '../render/index.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodeOf, tellFindings } from './findings.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readClaims, readEnvironment } from './read-claims.ts';

/** Checks every file in examples/, prints what is wrong, and returns the exit code for it. */
export async function checkExamples({ platform, root }: LoadedPlatform): Promise<ExitCode> {
  const judgement = await judgeFiles(manifestFiles([folderOf(root)]), platform, {
    flavour: 'namespaced',
    strict: true,
  });
  tellFindings(judgement);
  return exitCodeOf(judgement);
}

/** One line for every example claim: what it becomes in the local environment. */
export async function renderExamples({ platform, root }: LoadedPlatform): Promise<string> {
  const claims = readClaims([folderOf(root)], platform, { flavour: 'namespaced', namespace: 'default' }) ?? [];
  const environment = readEnvironment(undefined, platform, root);
  const renderClaim = await claimRenderer(platform);
  const lines = claims.map((claim) => {
    const rendered = renderClaim(claim, { environment });
    const refusal = refusalOf(rendered);
    return `${titleOf(claim)} → ${refusal === undefined ? rendered.composed.map(titleOf).join(', ') : `nothing: ${refusal}`}`;
  });
  return lines.join('\n');
}

/** What the example claims become on every target in every environment of examples/environments. */
export async function exampleCells({ platform, root }: LoadedPlatform): Promise<readonly Cell[]> {
  const claims = readClaims([folderOf(root)], platform, { flavour: 'namespaced', namespace: 'default' }) ?? [];
  const folder = join(folderOf(root), 'environments');
  const environments = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      name: file.slice(0, -'.yaml'.length),
      config: readEnvironment(join(folder, file), platform, root),
    }));
  return surveyCells(platform, claims, environments);
}

function folderOf(root: string): string {
  return relative('', join(root, 'examples'));
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}
