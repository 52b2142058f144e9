/** A source that this machine does not have or reach now; what was generated from it before can stay. */
import { UserError } from '../../errors.ts';

export class NotAtHand extends UserError {}
