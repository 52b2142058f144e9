/**
 * The lines by which a kit settles claims for another process. On its standard input come the surroundings and then one question a line; on its
 * standard output one answer a line, in the same order. Lines without the mark are not part of it: a function may print.
 */
import type { KubernetesObject } from '../../render/index.ts';
import { isTooDeep } from '../depth.ts';
import type { AboutRelease } from './about.ts';
import type { GeneratedClaim } from './generated-claims.ts';
import type { SettleOptions } from './settle.ts';
import { type Cell, placeOf, type Settled } from './settled.ts';

/** What a kit is asked about each cell. */
export interface Question {
  readonly cell: Cell;
  /** What another release left. @default nothing exists */
  readonly from?: Settled['outcome'] | undefined;
}

/** The first line for a kit. */
export interface Opening extends SettleOptions {
  /** The claims from which it generates others. */
  readonly examples: readonly KubernetesObject[];
}

const mark = 'planesmith-settled ';

/** A line for the kit. */
export function questionLine(question: Question | Opening): string {
  return `${JSON.stringify(question)}\n`;
}

/** A line from the kit. It begins with the end of the last one, if a function has printed something without an end. */
export function answerLine(answer: Settled | AboutRelease): string {
  return `\n${mark}${JSON.stringify(answer)}\n`;
}

/** The answer in a line; undefined if the line holds none. */
export function answerIn(line: string): unknown {
  if (!line.startsWith(mark)) return undefined;
  try {
    const answer: unknown = JSON.parse(line.slice(mark.length));
    return isTooDeep(answer) ? null : answer;
  } catch {
    return null;
  }
}

/** The first answer of a kit, once its platform is loaded; undefined if it is another one. */
export function aboutIn(answer: unknown): AboutRelease | undefined {
  if (!isObject(answer)) return undefined;
  const { targets, converts, immutable, growing = {}, sizing = {}, generated } = answer;
  if (!isRecordOfTexts(targets) || !isRecordOfTexts(immutable) || !isListOf(generated, isGenerated)) return undefined;
  if (converts !== undefined && !isListOf(converts, isText)) return undefined;
  // Kits of the first engines do not say these.
  return isRecordOfTexts(growing) && isRecordOfTexts(sizing)
    ? { targets, converts, immutable, growing, sizing, generated }
    : undefined;
}

/** The answer of a kit to a cell; undefined if it is none: its program is code from elsewhere. */
export function settledIn(answer: unknown, cell: Cell): Settled | undefined {
  if (!isObject(answer) || !isOutcome(answer['outcome'])) return undefined;
  const place = placeOf(cell);
  const isAsked = (['claim', 'kind', 'target', 'environment'] as const).every(
    (field) => answer[field] === place[field],
  );
  if (!isAsked) return undefined;
  return { ...place, ...(answer['isRewritten'] === true && { isRewritten: true }), outcome: answer['outcome'] };
}

const reasons = new Set(['invalid', 'refused', 'failed', 'unsettled', 'unconverted']);

function isOutcome(value: unknown): value is Settled['outcome'] {
  if (!isObject(value)) return false;
  const { refusal, xr, composed, unready, refused, invalid, stopped } = value;
  if (refusal !== undefined) return isUnsettled(value);
  if (stopped !== undefined && !isUnsettled(stopped)) return false;
  return (
    isRefused(refused) &&
    isRefused(invalid) &&
    isKubernetes(xr) &&
    isListOf(composed, isKubernetes) &&
    isListOf(unready, isText)
  );
}

function isUnsettled(value: unknown): boolean {
  return isObject(value) && isText(value['refusal']) && isText(value['path']) && reasons.has(String(value['reason']));
}

function isRefused(value: unknown): boolean {
  return value === undefined || (isObject(value) && isText(value['message']) && isText(value['path']));
}

function isKubernetes(value: unknown): value is KubernetesObject {
  return isObject(value) && isText(value['apiVersion']) && isText(value['kind']) && isObject(value['metadata']);
}

function isGenerated(value: unknown): value is GeneratedClaim {
  return isObject(value) && isKubernetes(value['claim']) && isText(value['generated']);
}

function isRecordOfTexts(value: unknown): value is Readonly<Record<string, readonly string[]>> {
  return isObject(value) && Object.values(value).every((texts) => isListOf(texts, isText));
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every((item) => isItem(item));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
