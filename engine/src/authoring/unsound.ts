/** Finds mistakes in a target's declarations when it is defined, which would otherwise fail on every claim. */
import { type AnyApi, holdsClaims } from '../schema/index.ts';
import { type Declarations, isKey, isMain, isPerItem, modelOf, orderOf, secretKey } from './declaration.ts';
import type { SecretSources } from './reads.ts';
import { type Refactoring, unsoundRefactorings } from './refactored.ts';

interface Declared {
  readonly resources: Declarations;
  readonly secrets: SecretSources;
  /** The recorded fields that the target decides. */
  readonly decide: readonly string[];
  readonly refactored: readonly Refactoring[];
}

/** The mistakes in the declarations of a target, one sentence for each. */
export function unsound(api: AnyApi, { resources, secrets, decide, refactored }: Declared): readonly string[] {
  const problems: string[] = [];
  const mains = Object.values(resources).filter(isMain);
  if (mains.length !== 1) problems.push(`exactly one resource is the main one, not ${mains.length}`);
  problems.push(...Object.entries(resources).flatMap(([key, declaration]) => ofResource(api, key, declaration)));
  problems.push(...ofOrder(resources));
  problems.push(...unsoundRefactorings(resources, refactored));
  for (const [name, source] of Object.entries(secrets)) {
    if (name === 'connection') problems.push('its secret connection has the name of the connection Secret');
    const key = typeof source === 'string' ? source : source.of;
    const declaration = Object.hasOwn(resources, key) ? resources[key] : undefined;
    if (declaration === undefined) problems.push(`its secret ${name} belongs to ${key}, which is not declared`);
    else if (isPerItem(declaration))
      problems.push(`its secret ${name} belongs to ${key}, which is composed once per item`);
  }
  const recorded = api.recorded.kind === 'object' ? api.recorded.fields : {};
  const unknown = decide.filter((field) => !Object.hasOwn(recorded, field));
  problems.push(...unknown.map((field) => `it records ${field}, which ${api.kind} does not have`));
  return problems;
}

function ofResource(api: AnyApi, key: string, declaration: Declarations[string]): readonly string[] {
  const { kind, scope, secret } = api;
  const model = modelOf(declaration);
  const problems: string[] = [];
  if (model.apiVersion === 'v1' && model.kind === 'Namespace' && scope === 'Cluster' && !holdsClaims(api)) {
    problems.push(
      `${key} is a Namespace, in which claims may be that retain data: the status of ${kind} needs \`claims: claimsInside()\`, which ` +
        'tells the API server when it may be deleted',
    );
  }
  if (!isKey(key)) {
    problems.push(`${key} is no key: take letters, digits and dashes, but not ${secretKey}, which is the engine's`);
  }
  if (scope === 'Namespaced' && !model.namespaced) {
    problems.push(`${key} is a cluster-scoped ${model.kind}, which core refuses to compose for a namespaced ${kind}`);
  }
  if (isMain(declaration) && model.kind === 'Secret' && Object.keys(secret).length > 0) {
    problems.push(`${key} is a Secret and would have the name of the connection Secret`);
  }
  return problems;
}

/** Undeclared keys; if there are none, the first circle, whose resources could never be created. */
function ofOrder(resources: Declarations): readonly string[] {
  const undeclared = Object.entries(resources).flatMap(([key, declaration]) =>
    orderOf(declaration)
      .filter((other) => !Object.hasOwn(resources, other))
      .map((other) => `${key} comes after ${other}, which is not declared`),
  );
  if (undeclared.length > 0) return undeclared;
  const free = new Set<string>();
  const circle = (key: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(key)) return [...path.slice(path.indexOf(key)), key];
    if (free.has(key)) return undefined;
    for (const next of orderOf(resources[key])) {
      const keys = circle(next, [...path, key]);
      if (keys !== undefined) return keys;
    }
    free.add(key);
    return undefined;
  };
  for (const key of Object.keys(resources)) {
    const keys = circle(key, []);
    if (keys !== undefined) return [`${keys.join(' waits for ')}: none of them can ever be created`];
  }
  return [];
}
