/** Finds mistakes in environments that functions bear with: an unknown choice in a list, or a section that other APIs read. */
import { applyDefaults, check, type Schema } from '../schema/index.ts';
import type { SampleEnvironment } from './survey-cells.ts';

/** A sentence for each fact of an environment that does not fit its schema. Unknown fields may be for another release. */
export function mistakenFacts(schema: Schema, environments: readonly SampleEnvironment[]): readonly string[] {
  return environments.flatMap(({ name, config }) => {
    const data: unknown = applyDefaults(schema, (config['data'] ?? {}) as never);
    return check(schema, data, { path: 'data', strict: false })
      .filter(({ path }) => path !== '')
      .map(({ path, message }) => `environment ${name}: ${path}: ${message}`);
  });
}
