/** Asks Argo CD, Flux, kstatus and `kubectl wait` what they make of objects. */
import { fluxHealthCheck, type HealthKind } from 'planesmith/gitops';
import type { KubernetesObject } from 'planesmith/testing';
import { locateTool } from '../tools/tools.ts';
import { answers, askArgo } from './argo.ts';
import { argoBundle } from './argo-bundle.ts';

/** A status, or an error in its place. Argo CD also has a message. */
export interface Verdict {
  readonly status?: string;
  readonly message?: string;
  readonly error?: string;
}

/** What each of them says of an object. */
export interface Verdicts {
  /** Argo CD with the settings that `planesmith gitops build` writes. */
  readonly argo: Verdict;
  /** Argo CD without settings, with the script that it brings along; without a status if it has none for the kind. */
  readonly bundled: Verdict;
  readonly flux: Verdict;
  readonly kstatus: Verdict;
  readonly wait: Verdict;
}

/** The first sentence that says what is missing to ask; undefined if nothing is. */
export async function missingForVerdicts(): Promise<string | undefined> {
  for (const name of ['argo-cd', 'health-verdicts'] as const) {
    const tool = await locateTool(name);
    if ('missing' in tool) return tool.missing;
  }
  return undefined;
}

/** Returns the verdicts on the objects, in their order. */
export async function verdictsOn(objects: readonly unknown[]): Promise<readonly Verdicts[]> {
  const kinds = objects.map((object) => kindOf(object as KubernetesObject));
  // In this flavour there are the kinds of XRs, too.
  const { settings, remove } = await argoBundle('claims');
  const questions = objects.map((object) => ({ ask: 'health' as const, object }));
  const [argo, bundled, others] = await Promise.all([
    askArgo(questions, { settings }),
    askArgo(questions),
    answers<Omit<Verdicts, 'argo' | 'bundled'>>(
      'health-verdicts',
      objects.map((object, index) => ({ object, check: fluxHealthCheck(kinds[index]!) })),
    ),
  ]);
  remove();
  return others.map((other, index) => ({ argo: argo[index]!, bundled: bundled[index]!, ...other }));
}

/** The kind of an object. */
export function kindOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): HealthKind {
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, kind };
}
