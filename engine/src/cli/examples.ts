/** Checks and renders the example claims of a platform. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { judgeFiles } from '../judge/judge-files.ts';
import { type ManifestFile, manifestFiles, namesIn } from '../judge/manifest-files.ts';
import { UserError } from '../errors.ts';
import { claimRenderer, refusalOf, type RenderedClaim } from '../preview/render-claim.ts';
import type { Samples } from '../preview/examine.ts';
import { type Cell, surveyCells } from '../preview/survey-cells.ts';
import type { FunctionsOfOthers, KubernetesObject } from '../render/index.ts';
import { defaultEnvironment } from './default-environment.ts';
import { environmentHint, environmentsOf } from './environments.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodeOf, tellCounts, tellVerdicts } from './findings.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { withValues } from './values.ts';
import { readClaims, readEnvironment } from './read-claims.ts';

/** Checks every file in examples/, and the claims of every app repo there with the values of every environment; prints what is wrong. */
export async function checkExamples(loaded: LoadedPlatform): Promise<ExitCode> {
  const { platform, root } = loaded;
  const options = { flavour: 'namespaced', strict: true } as const;
  const apps = appsIn(folderOf(root)).flatMap((app) =>
    valuesIn(app).map((values) => withValues([join(app, 'claims')], [values])),
  );
  const all = [exampleFiles(loaded), ...(await Promise.all(apps))];
  const codes: ExitCode[] = [];
  for (const files of all) {
    const judgement = await judgeFiles(files, platform, options);
    tellVerdicts(judgement);
    codes.push(exitCodeOf(judgement));
  }
  return codes.toSorted().at(-1) ?? 0;
}

/** The files of the platform's own examples, without those of app repos and fleets, which hold more than claims. */
export function exampleFiles({ root }: Pick<LoadedPlatform, 'root'>): readonly ManifestFile[] {
  const folder = folderOf(root);
  const others = [...appsIn(folder), ...fleetsIn(folder)].map((path) => `${path}/`);
  return [...manifestFiles([folder])].filter(({ file }) => !others.some((path) => file.startsWith(path)));
}

/** The app repos below a folder: those with a folder `claims`. */
function appsIn(folder: string): string[] {
  return foldersWith(folder, 'claims');
}

/** The fleets below a folder: those with a folder `clusters`. */
function fleetsIn(folder: string): string[] {
  return foldersWith(folder, 'clusters');
}

function foldersWith(folder: string, name: string): string[] {
  return namesIn(folder)
    .map((each) => join(folder, each))
    .filter((path) => existsSync(join(path, name)));
}

function valuesIn(app: string): string[] {
  return namesIn(app)
    .filter((file) => /^values\..+\.yaml$/.test(file))
    .map((file) => join(app, file));
}

/** The example claims in one environment. */
export interface RenderedExamples {
  /** The environment, a line for every claim with the resources it becomes, and how to complete the environment. */
  readonly lines: string;
  readonly claims: number;
  /** How many claims become nothing. */
  readonly refused: number;
}

/** Renders the example claims in the environment that commands read if none is given. */
export async function renderExamples(loaded: LoadedPlatform, functionOf: FunctionsOfOthers): Promise<RenderedExamples> {
  const { platform } = loaded;
  const { claims } = readClaims(exampleFiles(loaded), platform, { flavour: 'namespaced', namespace: 'default' });
  const file = await defaultEnvironment(loaded);
  const environment = readEnvironment(file, loaded);
  const renderClaim = await claimRenderer(platform, { functionOf });
  const lines = [`environment: ${file}`];
  const all: RenderedClaim[] = [];
  for (const { claim } of claims) {
    const rendered = await renderClaim(claim, { environment });
    all.push(rendered);
    const refusal = refusalOf(rendered);
    const becomes = refusal === undefined ? rendered.composed.map(titleOf).join(', ') : `nothing: ${refusal}`;
    lines.push(`${titleOf(claim)} → ${becomes}`);
  }
  const hint = environmentHint(file, all);
  if (hint !== undefined) lines.push(`hint: ${hint}`);
  const refused = all.filter((rendered) => refusalOf(rendered) !== undefined).length;
  return { lines: lines.join('\n'), claims: all.length, refused };
}

/**
 * The samples of a platform; an exit code if an example is invalid or cannot be read, with the reasons on stderr. Throws a `UserError` if
 * there is no claim or no environment.
 */
export function samplesOf(loaded: LoadedPlatform): Samples | ExitCode {
  const { platform } = loaded;
  const { claims, judgement, code } = readClaims(exampleFiles(loaded), platform, {
    flavour: 'namespaced',
    namespace: 'default',
  });
  if (code !== 0) {
    tellCounts(judgement);
    return code;
  }
  const known = environmentsOf(loaded);
  if (known.length === 0) {
    throw new UserError(`there is no environment in ${relative('', loaded.environments)}`, {
      hint: 'give it an EnvironmentConfig, such as local.yaml',
    });
  }
  const environments = known.map(({ name, file }) => ({ name, config: readEnvironment(file, loaded) }));
  return { claims: claims.map(({ claim }) => claim), environments };
}

/** The outcome of every example claim on every target in every environment; see `samplesOf`. */
export async function exampleCells(
  loaded: LoadedPlatform,
  functionOf: FunctionsOfOthers,
): Promise<readonly Cell[] | ExitCode> {
  const samples = samplesOf(loaded);
  if (typeof samples === 'number') return samples;
  return surveyCells(loaded.platform, samples.claims, samples.environments, { functionOf });
}

function folderOf(root: string): string {
  return relative('', join(root, 'examples'));
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}
