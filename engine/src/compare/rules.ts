/** Every rule by which the contracts of two releases are compared. */
import { schemaRules } from './contract/edits.ts';
import { platformRules } from './contract/platform-rules.ts';
import type { CompareRule } from './finding.ts';

/** The rules of the contract: those of each schema, then those of all else, in the order of reports. */
export const contractRules: readonly CompareRule[] = [...schemaRules, ...platformRules];
