/** An EnvironmentConfig to fill in for a new cluster. */
import { sample } from '../claims/sample.ts';
import type { AnyFunctions } from '../runtime/index.ts';
import type { Json, Node } from '../schema/index.ts';

/** The facts that the functions of `target` cannot do without, each with a value that is valid but made up. */
export function environmentSample(platform: string, functions: AnyFunctions, target: string): object {
  const data: Record<string, Json> = {};
  for (const { planner, targets } of Object.values(functions)) {
    const { environment } = planner;
    const answer = targets[target];
    if (answer === undefined || environment.kind !== 'object') continue;
    const needed = new Set<string>([...planner.needs, ...answer.needs]);
    const fields = Object.entries(environment.fields as Readonly<Record<string, Node>>);
    for (const [name, field] of fields) {
      if (field.presence === 'required' || needed.has(name)) data[name] = sample(field);
    }
  }
  return {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: platform },
    data,
  };
}
