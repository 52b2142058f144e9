/** The result of one check of a cluster. */

/** Whether a cluster has what is needed; `unknown` if nothing that was asked could tell. */
export type Result = 'pass' | 'fail' | 'unknown';

/** One line of the result. */
export interface Check {
  /** What was looked at, such as `Kubernetes` or `operator cloudnative-pg`. */
  readonly name: string;
  readonly result: Result;
  /** What was found, as a part of a sentence. */
  readonly found: string;
  /** What to do, for a check that does not pass. */
  readonly remedy?: string;
}

export const pass = (name: string, found: string): Check => ({ name, result: 'pass', found });
export const fail = (name: string, found: string, remedy: string): Check => ({ name, result: 'fail', found, remedy });
export const unknown = (name: string, found: string, remedy: string): Check => ({
  name,
  result: 'unknown',
  found,
  remedy,
});

/** One line for people. */
export function checkLine({ name, result, found, remedy }: Check): string {
  return `${result.padEnd(7)} ${name}: ${found}${remedy === undefined ? '' : `; ${remedy}`}`;
}
