/** The names of a composed kind, in Kubernetes and as a generated file. */
import { kebab } from '../schema/kind-name.ts';
import type { JsonSchema } from './json-schema.ts';

export interface KindReference {
  /** `v1` or `<group>/<version>`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** The declaration of a kind in a source. */
export interface KindDefinition extends KindReference {
  readonly plural: string;
  readonly namespaced: boolean;
  /** Returns the schema as somebody wrote it, which may be anything; every `$ref` points to its own `definitions`. */
  readonly written: () => JsonSchema;
  /** Returns the schema without texts. */
  readonly schema: () => JsonSchema;
}

/** The path of the generated file without extension, such as `rds.aws.m.upbound.io/v1beta1/subnet-group` or `core/v1/secret`. */
export function modelPath({ apiVersion, kind }: KindReference): string {
  return `${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}/${kebab(kind)}`;
}

/** The apiVersion in the path of a generated model. */
export function apiVersionOf(path: string): string {
  const [group, version] = path.split('/');
  return group === 'core' ? `${version}` : `${group}/${version}`;
}

/** The kind of a generated model in a sentence: `subnet-group of rds.aws.m.upbound.io/v1beta1`. */
export function titleOf(path: string): string {
  return `${path.split('/').at(-1)} of ${apiVersionOf(path)}`;
}

/** Orders kinds by apiVersion, then by kind. */
export function byKind(a: KindReference, b: KindReference): number {
  const [left, right] = [`${a.apiVersion} ${a.kind}`, `${b.apiVersion} ${b.kind}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
