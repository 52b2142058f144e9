/** Who asked: the identity of a claim, the same in both flavours. */

export interface Claim {
  /** The API's kind, without the X of the claims flavour. */
  readonly kind: string;
  readonly name: string;
  /** Empty for a cluster-scoped API. */
  readonly namespace: string;
  /** Whom it is for: its field `team`, else its label `team`, else its namespace; undefined where it has none. */
  readonly team: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** When the claim was created, as RFC 3339; the only time a function may know. */
  readonly createdAt: string | undefined;
}
