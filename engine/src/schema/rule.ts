/** A CEL rule as an author writes it. */

/** One validation rule; `self` is the value it stands at, `oldSelf` its value before an update (then the rule runs on updates only). */
export interface Rule {
  /** A CEL expression that is true where the value is fine. */
  readonly rule: string;
  /** What the developer reads when it is not. */
  readonly message: string;
  /** Which field below `self` the message is about, as `.storageGB` or `.topics['orders']`. @default the value itself */
  readonly fieldPath?: string;
  /** @default 'FieldValueInvalid' */
  readonly reason?: 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueDuplicate';
  /** A CEL expression of type string that replaces `message` where it can be evaluated. */
  readonly messageExpression?: string;
  /** Makes `oldSelf` an optional, so that a transition rule also runs on creation. @default false */
  readonly optionalOldSelf?: boolean;
}

/** The option every builder takes. */
export interface Rules {
  readonly rules?: readonly Rule[];
}
