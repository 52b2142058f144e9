/** What a check of a fleet finds. */

/** One thing that is wrong. */
export interface FleetFinding {
  /** Relative to the folder of the fleet, or that of the GitOps objects. */
  readonly file: string;
  /** Completes a sentence that begins with the file. */
  readonly message: string;
}
