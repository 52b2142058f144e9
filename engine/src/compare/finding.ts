/** A difference between two releases, as rules find it. */
import { createHash } from 'node:crypto';

/** `breaking`: something that works today stops; `risky`: it may, so somebody must look; `safe`: nothing that exists notices. */
export type Severity = 'breaking' | 'risky' | 'safe';

/** A rule of the comparison. Its id never changes, since approvals and pipelines name it. */
export interface CompareRule {
  /** In lower case with hyphens, as `spec-field-removed`. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: what changed, and whom it hits. */
  readonly summary: string;
}

/** One difference. */
export interface Finding {
  /** The id of its rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about, as `Database spec.size` or `Database on aws: instance`. */
  readonly place: string;
  /** What tells it from other findings of its rule at its place, such as the value that is gone; absent if nothing does. */
  readonly subject?: string;
  /** One sentence. */
  readonly message: string;
  /** The claims that it hits, as `team-a/orders`, sorted; empty if none is known. */
  readonly claims: readonly string[];
  /** 12 hex digits, the same after further commits and under another wording. */
  readonly fingerprint: string;
  /** Findings of behaviour that say the same for claims and targets; absent if there are none. An approval counts for them, too. */
  readonly consequences?: readonly Finding[];
}

/** What a finding is made of besides its rule. */
export interface Found extends Pick<Finding, 'place' | 'message'> {
  /** What tells it from other findings of the rule at this place, such as the removed value. @default nothing */
  readonly subject?: string;
  /** @default none */
  readonly claims?: readonly string[];
}

/** The finding of a rule. */
export function finding({ id, severity }: CompareRule, { place, message, subject = '', claims = [] }: Found): Finding {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([id, place, subject]))
    .digest('hex')
    .slice(0, 12);
  const hit = [...new Set(claims)].toSorted();
  return { rule: id, severity, place, ...(subject !== '' && { subject }), message, claims: hit, fingerprint };
}
