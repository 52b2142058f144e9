/** Asks how many alerts are open: a file, or an Alertmanager by its API (https://github.com/prometheus/alertmanager/blob/v0.28.1/api/v2/openapi.yaml). */
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import type { Objectives } from './settings.ts';

/** The open alerts, or why nobody can say: then nothing is promoted. */
export type OpenAlerts =
  | {
      readonly names: readonly string[];
      /** The present by the clock of the source; undefined for a file, and for a source that does not say. */
      readonly clock?: Date;
    }
  | { readonly problem: string };

/** More than any answer about alerts that somebody would read. */
const mostBytes = 8 << 20;

/** The open alerts with the labels, by name. Never rejects: a source that does not answer is a result. */
export async function openAlerts(
  fleet: string,
  { source, match, timeoutSeconds }: Objectives['alerts'],
): Promise<OpenAlerts> {
  try {
    const isAddress = /^https?:\/\//.test(source);
    const { text, clock } = isAddress ? await answerOf(source, timeoutSeconds) : { text: fileText(fleet, source) };
    const names = openIn(JSON.parse(text), match);
    if (names === undefined) return { problem: `${source} gives no list of alerts with labels` };
    return { names, ...(clock !== undefined && { clock }) };
  } catch (error) {
    return { problem: problemOf(error, source, timeoutSeconds) };
  }
}

function fileText(fleet: string, source: string): string {
  const text = textIn(fleet, source);
  if (text === undefined) throw new UserError(`there is no ${source}`);
  return text;
}

/** The answer of an Alertmanager below this address. Nothing else of it is asked, and no redirect is followed. */
async function answerOf(
  source: string,
  timeoutSeconds: number,
): Promise<{ readonly text: string; readonly clock?: Date }> {
  const address = `${source.replace(/\/+$/, '')}/api/v2/alerts?silenced=false&inhibited=false`;
  const response = await fetch(address, {
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
    redirect: 'error',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new UserError(`${source} answers with ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new UserError(`${source} answers with more than ${mostBytes >> 20} MiB`);
    chunks.push(chunk);
  }
  // Every server with a clock sends the header (RFC 9110, section 6.6.1).
  const clock = new Date(response.headers.get('date') ?? '');
  return { text: Buffer.concat(chunks).toString('utf8'), ...(!Number.isNaN(clock.getTime()) && { clock }) };
}

/** The names of the alerts that are not silenced or inhibited, sorted; undefined if the value is no list of alerts. */
function openIn(value: unknown, match: Readonly<Record<string, string>>): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isAlert)) return undefined;
  return value
    .filter(({ labels }) => Object.entries(match).every(([label, wanted]) => labels[label] === wanted))
    .filter(({ status }) => status?.state !== 'suppressed')
    .map(({ labels }) => String(labels['alertname'] ?? 'without a name'))
    .toSorted();
}

interface Alert {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly status?: { readonly state?: unknown } | null;
}

function isAlert(value: unknown): value is Alert {
  const { labels } = Object(value) as { readonly labels?: unknown };
  return typeof labels === 'object' && labels !== null && !Array.isArray(labels);
}

function problemOf(error: unknown, source: string, timeoutSeconds: number): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof SyntaxError) return `${source} gives no JSON`;
  if (!(error instanceof Error)) throw error;
  if (error.name === 'TimeoutError') return `${source} does not answer within ${timeoutSeconds} s`;
  // What fetch says itself is only that it failed.
  const { cause } = error;
  return `${source} does not answer: ${cause instanceof Error ? cause.message : error.message}`;
}
