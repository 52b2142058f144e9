/** Installs operators by their charts: reads them from their registry by digest, and lets Helm apply them. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { isRefusal, withScratch } from '../files.ts';
import { parseReference } from '../registry/index.ts';
import { readLayer } from '../registry/pull.ts';
import { type Chart, type Charted, chartTypes, isByDigest } from '../release/operator-list.ts';
import type { Awaited } from './healthy.ts';
import { reasonIn } from './kubectl.ts';
import { redirected, type Redirection } from './mirror.ts';
import { markLabel, markOf } from './operators.ts';
import { type Answer, type Reach, runProgram } from './program.ts';
import { platformLabel } from './source.ts';

/** Runs Helm with these arguments. */
export type Helm = (args: readonly string[]) => Promise<Answer>;

/** Helm for one cluster: the program, or the one of the PATH. Undefined if there is none; a `UserError` if that was named. */
export async function helmOf({ context, kubeconfig }: Reach, program: string | undefined): Promise<Helm | undefined> {
  const reach = [
    ...(context === undefined ? [] : [`--kube-context=${context}`]),
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
  ];
  try {
    await runProgram(program ?? 'helm', ['version', '--short']);
  } catch (cause) {
    if (program === undefined) return undefined;
    throw new UserError(`${program} cannot be run: ${(cause as Error).message}`, {
      hint: 'name the program of Helm with --helm, or put it on the PATH as helm',
      cause,
    });
  }
  return (args) => runProgram(program ?? 'helm', [...args, ...reach]);
}

/** The command that installs an operator, as a person runs it. */
export function commandOf(operator: Charted, redirections: readonly Redirection[]): string {
  const { image, version, digest } = operator.chart;
  const place = redirected(image, redirections);
  const chart = isByDigest(operator) ? [`oci://${place}@${digest}`] : [`oci://${place}`, '--version', version];
  return ['helm', 'upgrade', '--install', operator.name, ...chart, ...placeArgs(operator), '--wait']
    .map(quoted)
    .join(' ');
}

/** What a run of Helm needs. */
export interface Charting {
  readonly helm: Helm;
  readonly platform: string;
  readonly redirections: readonly Redirection[];
  readonly seconds: number;
}

/** Installs or upgrades an operator. Returns why it is not there, if it is not. */
export async function charted(operator: Charted, charting: Charting): Promise<Awaited> {
  const what = `operator ${operator.name}`;
  try {
    const bytes = await chartBytes(operator.chart, charting.redirections);
    const { code, stderr } = await withScratch(join(tmpdir(), 'planesmith-chart-'), async (folder) => {
      const file = join(folder, `${operator.name}.tgz`);
      await writeFile(file, bytes);
      return charting.helm(['upgrade', '--install', operator.name, file, ...installArgs(operator, charting)]);
    });
    return { what, lacks: code === 0 ? undefined : `Helm says: ${reasonIn(stderr)}` };
  } catch (error) {
    if (error instanceof UserError) return { what, lacks: error.message };
    // No room for the chart, or no Helm any more: the rest of the installation does not need it.
    if (isRefusal(error)) return { what, lacks: `Helm does not get its chart: ${error.message}` };
    throw error;
  }
}

function installArgs(operator: Charted, { platform, seconds }: Charting): readonly string[] {
  const labels = `${platformLabel}=${platform},${markLabel}=${markOf(operator)}`;
  return [...placeArgs(operator), '--wait', `--timeout=${seconds}s`, `--labels=${labels}`];
}

function placeArgs({ namespace, values = {} }: Charted): readonly string[] {
  const settings = Object.entries(values).flatMap(([key, value]) => [
    '--set-json',
    `${escaped(key)}=${JSON.stringify(value)}`,
  ]);
  return ['--namespace', namespace, '--create-namespace', ...settings];
}

/** One key, also with dots: to Helm they are a path (helm v4.3.2 pkg/strvals/parser.go). */
function escaped(key: string): string {
  return key.replaceAll(/[\\.,=[\]]/g, String.raw`\$&`);
}

async function chartBytes({ image, digest }: Chart, redirections: readonly Redirection[]): Promise<Uint8Array> {
  const text = `${redirected(image, redirections)}@${digest}`;
  const reference = parseReference(text);
  const bytes =
    reference &&
    (await readLayer(reference, (layers) =>
      layers.find(({ mediaType }) => chartTypes.some((type) => type === mediaType)),
    ));
  if (bytes !== undefined) return bytes;
  throw new UserError(`${text} is no chart of Helm`, { hint: 'correct its image and digest in the lock' });
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
