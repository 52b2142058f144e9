/** A view of an answer for people: the resources that Crossplane does not apply yet. */
import { secretKey } from '../authoring/declaration.ts';
import type { Answer } from './respond/answer.ts';

/** Marks a resource that Crossplane does not apply yet with what it waits for. No resource in a cluster has this annotation. */
const afterAnnotation = 'planesmith.dev/after';

/** The keys of the resources that are not composed yet, in the order of their declaration; none if the claim is refused. */
export function laterKeys(answer: Answer): readonly string[] {
  if (answer.outcome !== 'composed') return [];
  const { parts, secret } = answer.composed;
  const waiting = parts.filter(({ waitsFor }) => waitsFor !== undefined).map(({ composedAs }) => composedAs);
  return secret?.later === undefined ? waiting : [...waiting, secretKey];
}

/** The answer as if nothing waited any more: values that only an owner knows are still absent, and those of the connection Secret empty. */
export function completed(answer: Answer): Answer {
  if (answer.outcome !== 'composed') return answer;
  const { parts, secret } = answer.composed;
  const composed = {
    ...answer.composed,
    leaving: {},
    releasing: {},
    parts: parts.map((part) => {
      const { waitsFor, object } = part;
      return waitsFor === undefined
        ? part
        : { ...part, waitsFor: undefined, object: () => marked(object(), waitsFor.join(', ')) };
    }),
    secret:
      secret?.later === undefined
        ? secret
        : { ...secret, object: marked(secret.later.object(), `values of ${secret.later.absent.join(', ')}`) },
  };
  return { ...answer, composed };
}

/** Whether `completed` composed the object, which waits for others. */
export function isLater({
  metadata,
}: {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}): boolean {
  return metadata.annotations?.[afterAnnotation] !== undefined;
}

function marked(object: Record<string, unknown>, after: string): Record<string, unknown> {
  const { annotations, ...metadata } = object['metadata'] as { annotations?: Readonly<Record<string, string>> };
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [afterAnnotation]: after } } };
}
