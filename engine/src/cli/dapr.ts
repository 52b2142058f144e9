/** What `planesmith render --dapr` prints. */
import type { RenderedClaim } from '../claims/render-claim.ts';
import type { KubernetesObject } from '../render/index.ts';
import { tell } from './session.ts';

/** What Dapr reads, whatever in a cluster waits for something else; says which secrets it needs. */
export async function daprObjects(rendered: readonly RenderedClaim[]): Promise<readonly KubernetesObject[]> {
  const { selfHosted } = await import('../claims/self-hosted.ts');
  const whole = rendered.flatMap(({ survey }) => survey()?.resources ?? []);
  const { objects, secrets } = selfHosted(whole.map(({ object }) => object as unknown as KubernetesObject));
  if (objects.length === 0) tell('none of these claims becomes anything of Dapr');
  for (const [name, keys] of Object.entries(secrets)) tell(`secrets.json must hold ${name} with ${keys.join(', ')}`);
  return objects;
}
