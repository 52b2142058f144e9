/** Asks Argo CD's own code. */
import { spawn } from 'node:child_process';
import { text as allOf } from 'node:stream/consumers';
import type { KubernetesObject } from 'planesmith/testing';
import { locateTool, type Tool } from '../tools/tools.ts';

/** A question on an object. */
export type ArgoQuestion =
  | { readonly ask: 'health' | 'wave'; readonly object: unknown }
  | { readonly ask: 'diff'; readonly object: unknown; readonly git: unknown; readonly application: KubernetesObject }
  | {
      readonly ask: 'project';
      readonly object: unknown;
      readonly project: KubernetesObject;
      readonly application: KubernetesObject;
    };

/** An answer: what the question asks for, or an error. */
export interface ArgoAnswer {
  readonly status?: string;
  readonly message?: string;
  readonly error?: string;
  /** What of the object would change, before and after; absent if nothing would. */
  readonly differs?: readonly unknown[];
  /** Whether a project may have the object. */
  readonly allowed?: boolean;
  /** Whether Argo CD looks at the kind of the object. */
  readonly shown?: boolean;
  readonly wave?: number;
}

/** What Argo CD has: a file with its ConfigMap, and the kubeconfig of a cluster. */
export interface ArgoSettings {
  readonly settings?: string;
  readonly kubeconfig?: string;
}

/** The sentence that says what is missing to ask; undefined if nothing is. */
export async function missingForArgo(): Promise<string | undefined> {
  const tool = await locateTool('argo-cd');
  return 'missing' in tool ? tool.missing : undefined;
}

/** Returns the answers of Argo CD, in the order of the questions. */
export function askArgo(
  questions: readonly ArgoQuestion[],
  { settings, kubeconfig }: ArgoSettings = {},
): Promise<readonly ArgoAnswer[]> {
  const args = [...(settings ? ['-settings', settings] : []), ...(kubeconfig ? ['-kubeconfig', kubeconfig] : [])];
  return answers('argo-cd', questions, args);
}

/** Returns the answers of a program that takes a question a line. */
export async function answers<T>(
  name: Tool,
  questions: readonly object[],
  args: readonly string[] = [],
): Promise<readonly T[]> {
  const tool = await locateTool(name);
  if ('missing' in tool) throw new Error(tool.missing);
  const program = spawn(tool.path, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const lines = (await allOf(program.stdout)).trimEnd().split('\n');
  if (lines.length !== questions.length)
    throw new Error(`${name} answered ${lines.length} of ${questions.length} questions`);
  return lines.map((line) => JSON.parse(line) as T);
}
