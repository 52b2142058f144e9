/** The recorded verdicts of Argo CD, Flux, kstatus and `kubectl wait` on every state; `node test/real/health/asked.ts` asks them again. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argoHealth, fluxHealthCheck } from 'planesmith/gitops';
import type { KubernetesObject } from 'planesmith/testing';
import { format, resolveConfig } from 'prettier';
import { conditionsOf } from './crossplane.ts';
import type { Form } from './states.ts';

/** The verdicts on a state. */
export interface Row {
  readonly state: string;
  readonly form: Form;
  readonly argo: string;
  readonly flux: string;
  readonly wait: string;
  readonly kstatus: string;
  /** What the verdicts depend on, of all objects in that state: see `shapeOf`. */
  readonly shapes: readonly string[];
}

/** The verdicts on a package of Crossplane. */
export interface PackageRow {
  readonly state: string;
  readonly kind: string;
  /** What Argo CD says with its own script. */
  readonly bundled: string;
  readonly argo: string;
  readonly flux: string;
  readonly kstatus: string;
}

export interface Recorded {
  /** The hash of the scripts and expressions that were asked. */
  readonly asked: string;
  readonly claims: readonly Row[];
  readonly packages: readonly PackageRow[];
}

const file = join(import.meta.dirname, 'recorded.json');

export function readRecorded(): Recorded {
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}

export async function writeRecorded(recorded: Recorded): Promise<void> {
  writeFileSync(file, await format(JSON.stringify(recorded), { ...(await resolveConfig(file)), parser: 'json' }));
}

/** The hash of the scripts and expressions of today. They differ between kinds in nothing but the kind's name. */
export function askedToday(): string {
  const kinds = [
    { group: 'platform.example.org', version: 'v1alpha1', kind: 'Any' },
    { group: 'pkg.crossplane.io', version: 'v1', kind: 'Any' },
  ];
  const text = kinds.map((kind) => [argoHealth(kind), fluxHealthCheck(kind)]);
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
}

/** All that a verdict depends on: generations, deletion, and the conditions without their messages. */
export function shapeOf(object: KubernetesObject): string {
  const { generation, deletionTimestamp } = object.metadata as { generation?: number; deletionTimestamp?: string };
  const conditions = conditionsOf(object)
    .filter(({ type }) => type !== 'PlatformCapable')
    .map(({ type, status, reason, observedGeneration = '' }) => `${type}=${status} ${reason}@${observedGeneration}`)
    .toSorted();
  return [`generation ${generation}`, ...(deletionTimestamp === undefined ? [] : ['deleted']), ...conditions].join(
    ', ',
  );
}
