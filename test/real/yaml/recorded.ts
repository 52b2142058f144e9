/** The hostile texts of answers.jsonl, with what kubectl's reader makes of them; `node test/real/yaml/recorded.ts` asks it again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The values of the documents that kubectl would send, and the error at which it stopped. */
export interface Answer {
  readonly values: readonly unknown[];
  readonly error?: string;
}

/** One line of the file. Bytes that are no text are in base64. */
type Line = ({ readonly text: string } | { readonly base64: string }) & Partial<Answer>;

export interface Recorded {
  readonly bytes: Buffer;
  readonly answer: Answer;
}

const file = join(import.meta.dirname, 'answers.jsonl');

/** Returns every text with the recorded answer. */
export function recordedAnswers(): readonly Recorded[] {
  return lines().map((line) => ({ bytes: bytesOf(line), answer: { ...line, values: line.values ?? [] } }));
}

function lines(): readonly Line[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function bytesOf(line: Line): Buffer {
  return 'text' in line ? Buffer.from(line.text) : Buffer.from(line.base64, 'base64');
}

if (import.meta.main) {
  const { kubectlAnswers } = await import('./program.ts');
  const known = lines();
  const answers = await kubectlAnswers(known.map(bytesOf));
  const answered = known.map((line, index) => ({
    ...('text' in line ? { text: line.text } : { base64: line.base64 }),
    ...answers[index],
  }));
  writeFileSync(file, answered.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
