/** Looks at all that a platform composes from its examples. */
import { environmentOf } from '../authoring/functions.ts';
import type { Platform } from '../platform/platform.ts';
import type { KubernetesObject } from '../render/index.ts';
import { type Cell, type SampleEnvironment, surveyCells } from './survey-cells.ts';
import { mistakenFacts } from './mistaken-facts.ts';
import { unjudgedKinds } from './unjudged-kinds.ts';
import { unreadFields } from './unread-fields.ts';

/** The example claims, and the environments of examples/environments. */
export interface Samples {
  readonly claims: readonly KubernetesObject[];
  readonly environments: readonly SampleEnvironment[];
}

/** The outcome of every example, and sentences about what the platform does not judge, read or know. */
export interface Examination {
  readonly cells: readonly Cell[];
  readonly silentKinds: readonly string[];
  readonly unreadFields: readonly string[];
  /** A sentence for each mistake in an environment, also if no claim is refused for it. */
  readonly mistakenFacts: readonly string[];
}

export async function examine(platform: Platform, { claims, environments }: Samples): Promise<Examination> {
  const functions = await platform.loadFunctions();
  return {
    cells: await surveyCells(platform, claims, environments),
    silentKinds: unjudgedKinds(functions),
    unreadFields: await unreadFields(platform, claims, environments),
    mistakenFacts: mistakenFacts(environmentOf(functions), environments),
  };
}
