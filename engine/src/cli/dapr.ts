/** What `planesmith render --dapr` prints. */
import type { RenderedClaim } from '../preview/render-claim.ts';
import type { KubernetesObject } from '../render/index.ts';
import { tell } from './session.ts';

interface Answered {
  readonly claim: KubernetesObject;
  readonly rendered: RenderedClaim;
}

/** What Dapr reads, whatever in a cluster waits for something else; says which secrets it needs. */
export async function daprObjects(answers: readonly Answered[]): Promise<readonly KubernetesObject[]> {
  const [{ assertApart, selfHosted }, { survey }] = await Promise.all([
    import('../preview/self-hosted.ts'),
    import('../runtime/index.ts'),
  ]);
  const wholes = answers.map(({ claim, rendered }) => {
    const resources = survey(rendered.answer)?.resources ?? [];
    return { claim, objects: resources.map(({ object }) => object as unknown as KubernetesObject) };
  });
  assertApart(wholes);
  const { objects, secrets } = selfHosted(wholes.flatMap((whole) => whole.objects));
  if (objects.length === 0) tell('none of these claims becomes anything of Dapr');
  for (const [name, keys] of Object.entries(secrets)) tell(`secrets.json must hold ${name} with ${keys.join(', ')}`);
  return objects;
}
