/** What `planesmith render --as` prints. */
import type { ExportedObject, Exporter } from '../authoring/index.ts';
import type { RenderedClaim } from '../preview/render-claim.ts';
import type { KubernetesObject } from '../render/index.ts';
import { tell } from './session.ts';

interface Answer {
  readonly claim: KubernetesObject;
  readonly rendered: RenderedClaim;
}

/** What the exporter makes of the claims and of everything they become, once nothing waits any more; its notes go to stderr. */
export async function exportedObjects(
  exporter: Exporter,
  answers: readonly Answer[],
): Promise<readonly ExportedObject[]> {
  const { surveyOf } = await import('../preview/render-claim.ts');
  const { objects, notes } = exporter(
    answers.map(({ claim, rendered }) => {
      const resources = surveyOf(rendered)?.resources ?? [];
      return { claim, objects: resources.map(({ object }) => object as unknown as ExportedObject) };
    }),
  );
  notes.forEach(tell);
  return objects;
}
