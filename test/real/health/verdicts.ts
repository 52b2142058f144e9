/** Asks Argo CD's Lua, Flux, kstatus and `kubectl wait` what they make of objects. */
import { spawn } from 'node:child_process';
import { text as allOf } from 'node:stream/consumers';
import { argoHealth, fluxHealthCheck, type HealthKind } from 'planesmith/gitops';
import type { KubernetesObject } from 'planesmith/testing';
import { locateTool, type Tool } from '../tools/tools.ts';

/** A status, or an error in its place. Argo CD also has a message. */
export interface Verdict {
  readonly status?: string;
  readonly message?: string;
  readonly error?: string;
}

/** What each of them says of an object. */
export interface Verdicts {
  readonly argo: Verdict;
  /** Argo CD with the script that it brings along; without a status if it has none for the kind. */
  readonly bundled: Verdict;
  readonly flux: Verdict;
  readonly kstatus: Verdict;
  readonly wait: Verdict;
}

/** The first sentence that says what is missing to ask; undefined if nothing is. */
export async function missingForVerdicts(): Promise<string | undefined> {
  for (const name of ['argo-lua', 'health-verdicts'] as const) {
    const tool = await locateTool(name);
    if ('missing' in tool) return tool.missing;
  }
  return undefined;
}

/** Returns the verdicts on the objects, in their order. */
export async function verdictsOn(objects: readonly unknown[]): Promise<readonly Verdicts[]> {
  const kinds = objects.map((object) => kindOf(object as KubernetesObject));
  const [argo, bundled, others] = await Promise.all([
    answers<Verdict>(
      'argo-lua',
      objects.map((object, index) => ({ object, script: argoHealth(kinds[index]!) })),
    ),
    answers<Verdict>(
      'argo-lua',
      objects.map((object) => ({ object })),
    ),
    answers<Omit<Verdicts, 'argo' | 'bundled'>>(
      'health-verdicts',
      objects.map((object, index) => ({ object, check: fluxHealthCheck(kinds[index]!) })),
    ),
  ]);
  return others.map((other, index) => ({ argo: argo[index]!, bundled: bundled[index]!, ...other }));
}

/** The kind of an object. */
export function kindOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): HealthKind {
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, kind };
}

async function answers<T>(name: Tool, questions: readonly object[]): Promise<readonly T[]> {
  const tool = await locateTool(name);
  if ('missing' in tool) throw new Error(tool.missing);
  const program = spawn(tool.path, { stdio: ['pipe', 'pipe', 'inherit'] });
  program.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const lines = (await allOf(program.stdout)).trimEnd().split('\n');
  if (lines.length !== questions.length)
    throw new Error(`${name} answered ${lines.length} of ${questions.length} questions`);
  return lines.map((line) => JSON.parse(line) as T);
}
