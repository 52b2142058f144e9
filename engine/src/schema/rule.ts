/** A CEL rule as an author writes it. */

/** One validation rule. `self` is the value, `oldSelf` the value before an update; a rule that uses `oldSelf` runs on updates only. */
export interface Rule {
  /** A CEL expression that is true for a valid value. */
  readonly rule: string;
  /** The message for the developer if the value is not valid. */
  readonly message: string;
  /** The field below `self` that the message is about, such as `.storageGB` or `.topics['orders']`. @default the value itself */
  readonly fieldPath?: string;
  /** @default 'FieldValueInvalid' */
  readonly reason?: 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueDuplicate';
  /** A CEL expression of type string; its value replaces `message` unless its evaluation fails. */
  readonly messageExpression?: string;
  /** Makes `oldSelf` an optional, so that a transition rule also runs on creation. @default false */
  readonly optionalOldSelf?: boolean;
}

/** The option every builder takes. */
export interface Rules {
  readonly rules?: readonly Rule[];
}
