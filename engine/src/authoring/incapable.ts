/** What is wrong is the cluster's environment, not the claim: told as the condition `PlatformCapable`. */
import { UserError } from '../errors.ts';

/**
 * Thrown by a plan or a target that the environment keeps from answering: nothing is changed, and the claim is told the message, which
 * says what is missing and who acts.
 */
export class Incapable extends UserError {}
