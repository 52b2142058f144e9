/** Asks kubectl's own reader what it makes of texts. */
import { spawn } from 'node:child_process';
import { text as allOf } from 'node:stream/consumers';
import { locateTool } from '../tools/tools.ts';
import type { Answer } from './recorded.ts';

/** Returns the answers to the texts, in their order. */
export async function kubectlAnswers(texts: readonly Uint8Array[]): Promise<readonly Answer[]> {
  const tool = await locateTool('kubectl-yaml');
  if ('missing' in tool) throw new Error(tool.missing);
  const program = spawn(tool.path, { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdin.end(texts.map((text) => `${Buffer.from(text).toString('base64')}\n`).join(''));
  const lines = (await allOf(program.stdout)).trimEnd().split('\n');
  if (lines.length !== texts.length) throw new Error(`kubectl-yaml answered ${lines.length} of ${texts.length} texts`);
  // Zero has no sign in Kubernetes.
  return lines.map((line) => JSON.parse(line, (_, value: unknown) => (value === 0 ? 0 : value)) as Answer);
}
