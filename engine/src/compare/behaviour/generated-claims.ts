/** Claims that nobody wrote: each is an example with another value in one field. */
import { issuesOf } from '../../judge/verdict.ts';
import type { Platform } from '../../platform/platform.ts';
import { fieldChanges } from '../../preview/claim-changes.ts';
import type { KubernetesObject } from '../../render/index.ts';
import { sample } from '../../scaffold/sample.ts';
import type { AnyApi, Json, Node } from '../../schema/index.ts';

/** A generated claim, and what tells it from its example, such as `spec.size: "large"`. */
export interface GeneratedClaim {
  readonly claim: KubernetesObject;
  readonly generated: string;
}

/** Of texts and lists, more values rarely show more. Each choice may mean something else, and so may each range of numbers, as in a size table. */
const mostTexts = 3;
const isOneOfFew = (kind: Node['kind']): boolean => ['enum', 'boolean', 'integer', 'number'].includes(kind);

/**
 * The claims in the order of the APIs, the examples and the fields: the same for the same schema. An API without an example starts with the
 * smallest claim. Claims that the API server would refuse are left out.
 */
export function generatedClaims(platform: Platform, examples: readonly KubernetesObject[]): readonly GeneratedClaim[] {
  return Object.values(platform.apis).flatMap((api) => {
    const own = examples.filter(({ kind }) => kind === api.kind);
    const seen = new Set<string>();
    return (own.length > 0 ? own : [smallest(api, platform.group)])
      .flatMap((example) => variants(api, example))
      .filter(({ claim, generated }) => {
        if (seen.has(generated) || issuesOf(claim, platform, 'namespaced')?.length !== 0) return false;
        seen.add(generated);
        return true;
      });
  });
}

function variants({ spec: node }: AnyApi, example: KubernetesObject): GeneratedClaim[] {
  const changes = fieldChanges(node as Node, example['spec'] as Json);
  return changes.flatMap(({ path, kind, pairs }) =>
    pairs.slice(0, isOneOfFew(kind) ? undefined : mostTexts).map(([, spec]) => ({
      claim: { ...example, spec },
      generated: `${path}: ${shown(valueAt(spec, path.split('.').slice(1)))}`,
    })),
  );
}

/** The value that was changed; `*` stands for the first item. */
function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  const items = value as Readonly<Record<string, unknown>>;
  return valueAt(items[step === '*' ? (Object.keys(items)[0] ?? '') : step], rest);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'left out' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function smallest({ kind, version, scope, spec }: AnyApi, group: string): KubernetesObject {
  const place = scope === 'Namespaced' ? { namespace: 'default' } : {};
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name: 'example', ...place },
    spec: sample(spec as Node),
  };
}
