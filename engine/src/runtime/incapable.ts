/** What is wrong is the cluster's environment, not the claim: told as the condition `PlatformCapable`. */
import { UserError } from '../errors.ts';

export class Incapable extends UserError {}
