/** The links that an environment offers for a claim. */
import type { Claim } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';

/** The environment's link templates, filled in for the claim; undefined if the environment has none. */
export function linksFor(claim: Claim, { name, links }: Environment): Record<string, string> | undefined {
  if (links === undefined) return undefined;
  const values: Record<string, string> = {
    environment: name,
    namespace: claim.namespace,
    kind: claim.kind.toLowerCase(),
    name: claim.name,
  };
  return Object.fromEntries(
    Object.entries(links).map(([key, template]) => [
      key,
      template.replace(/\{(\w+)\}/g, (_, word: string) => encodeURIComponent(values[word] ?? '')),
    ]),
  );
}
