/** A view of an answer for people: the resources that Crossplane does not apply yet. */
import { secretKey } from '../authoring/declaration.ts';
import type { Answer } from './respond/answer.ts';

/** A resource that a later answer composes. */
export interface LaterResource {
  readonly key: string;
  /** The keys of the resources that must be ready before; none for the connection Secret, which waits for its values. */
  readonly after: readonly string[];
}

/** The resources of a claim that are not composed yet, in the order of their declaration; none if the claim is refused. */
export function laterResources(answer: Answer): readonly LaterResource[] {
  if (answer.outcome !== 'composed') return [];
  const { parts, secret } = answer.composed;
  return [
    ...parts.flatMap(({ key, waitsFor }) => (waitsFor === undefined ? [] : [{ key, after: waitsFor }])),
    ...(secret !== undefined && secret.object === undefined && secret.unready !== undefined
      ? [{ key: secretKey, after: [] }]
      : []),
  ];
}
