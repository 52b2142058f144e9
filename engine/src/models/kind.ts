/** How a composed kind is named: in Kubernetes, and as a generated file. */
import type { JsonSchema } from './json-schema.ts';

export interface KindReference {
  /** `v1` or `<group>/<version>`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** A kind as one source declares it. */
export interface KindDefinition extends KindReference {
  readonly plural: string;
  readonly namespaced: boolean;
  /** Returns its schema, stripped of texts and complete: every `$ref` points into its own `definitions`. */
  readonly schema: () => JsonSchema;
}

/** `<group>/<version>/<kind>` of the generated file, without an ending: `rds.aws.m.upbound.io/v1beta1/subnet-group`, `core/v1/secret`. */
export function modelPath({ apiVersion, kind }: KindReference): string {
  return `${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}/${kebab(kind)}`;
}

/** The apiVersion that the path of a generated model stands for. */
export function apiVersionOf(path: string): string {
  const [group, version] = path.split('/');
  return group === 'core' ? `${version}` : `${group}/${version}`;
}

/** `TopicIAMMember` → `topic-iam-member`. */
export function kebab(kind: string): string {
  return kind
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The order in which lists of kinds are written: by apiVersion, then kind. */
export function byKind(a: KindReference, b: KindReference): number {
  const [left, right] = [`${a.apiVersion} ${a.kind}`, `${b.apiVersion} ${b.kind}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
