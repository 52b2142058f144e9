/** The contract of a release as a file of its kit, by which it can be compared although nothing of it is run. */
import { contractOf } from '../../compare/contract.ts';
import type { File } from '../../files.ts';
import type { AnyFunctions } from '../../authoring/index.ts';
import type { Platform } from '../../platform/platform.ts';

/** The path of the contract in a kit. */
export const contractFile = 'contract.json';

/** What the platform promises, as JSON. */
export function contractIn(platform: Platform, functions: AnyFunctions): File {
  return { path: contractFile, content: `${JSON.stringify(contractOf(platform, functions))}\n` };
}
