/** The error for a cluster whose environment cannot serve a claim. */
import { UserError } from '../errors.ts';

/**
 * Throw it in a planner or a target if the environment lacks something. Nothing is changed, and the claim's condition `PlatformCapable`
 * is False with the message. The message must say what is missing and who acts.
 */
export class Incapable extends UserError {}

/** The error for a cluster that does not serve kinds that a claim needs. */
export class Unserved extends Incapable {
  /** `kinds` as titles, such as `Cluster (postgresql.cnpg.io/v1)`; `claim` is its kind and name. */
  constructor(kinds: readonly string[], claim: string) {
    super(
      `This cluster lacks ${kinds.join(', ')}, which ${claim} needs, so nothing was changed: the platform team must install the operators and ` +
        'providers of this release, and the claim then goes on by itself',
    );
  }
}

/** The error for an environment in which these fields are missing or wrong. */
export class Lacking extends Incapable {
  /** Such as `data.tags`. */
  readonly fields: readonly string[];

  constructor(fields: readonly string[], message: string) {
    super(message);
    this.fields = fields;
  }
}
