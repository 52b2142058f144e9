/** What a check of a fleet finds. */

/** One thing that is wrong. */
export interface FleetFinding {
  /** Relative to the folder of the fleet; one beside it as the command line names it, with line and column if they are known. */
  readonly file: string;
  /** Completes a sentence that begins with the file. */
  readonly message: string;
}
