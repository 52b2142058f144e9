/** The JSON Schema of `planesmith compare -o json`. */
import schema from './comparison.schema.json' with { type: 'json' };

/** A JSON Schema of draft 2020-12, which a `Comparison` fits. */
export const comparisonSchema: object = schema;
