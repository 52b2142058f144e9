/** What would make a target fail on every claim, found when the target is defined. */
import type { AnyApi } from '../schema/index.ts';
import { type Declarations, isMain, modelOf, secretKey } from './declaration.ts';

/** What is wrong with the declared kinds of a target, each as a sentence. */
export function unsound({ kind, scope, secret }: AnyApi, declarations: Declarations): readonly string[] {
  const problems: string[] = [];
  const mains = Object.keys(declarations).filter((key) => isMain(declarations[key] as Declarations[string]));
  if (mains.length !== 1) problems.push(`exactly one resource is the main one, not ${mains.length}`);
  for (const [key, declaration] of Object.entries(declarations)) {
    const model = modelOf(declaration);
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key) || key === secretKey) {
      problems.push(`${key} is no key: take letters, digits and dashes, but not ${secretKey}, which is the engine's`);
    }
    if (scope === 'Namespaced' && !model.namespaced) {
      problems.push(`${key} is a cluster-scoped ${model.kind}, which core refuses to compose for a namespaced ${kind}`);
    }
    if (isMain(declaration) && model.kind === 'Secret' && secret.length > 0) {
      problems.push(`${key} is a Secret and would have the name of the connection Secret`);
    }
  }
  return problems;
}
