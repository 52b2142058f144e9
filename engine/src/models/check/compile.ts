/** The function with which the checks of a keyword compile a nested schema. */
import type { ValidateAlone } from '../../schema/validate/findings.ts';
import type { JsonSchema } from '../json-schema.ts';

/** Returns the check of a nested schema. */
export type Compile = (schema: JsonSchema) => ValidateAlone;
