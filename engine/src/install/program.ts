/** Runs programs of others, which know how to reach a cluster. */
import { spawn } from 'node:child_process';

/** How a run ended. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Which cluster, as the options of kubectl say it. */
export interface Reach {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** Runs the program with `input` as its standard input. Rejects with the error of Node if it cannot be run. */
export function runProgram(program: string, args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    // A program that ends before it has read everything says why by itself.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
