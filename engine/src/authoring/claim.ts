/** The identity of a claim, the same in both flavours. */

/** A claim as functions see it. */
export interface Claim {
  /** The API group of the platform, for annotations and labels of its own. */
  readonly group: string;
  /** The API's kind, without the X of the claims flavour. */
  readonly kind: string;
  readonly name: string;
  /** Empty for a cluster-scoped API. */
  readonly namespace: string;
  /**
   * The owning team. In a namespace it is that of the namespace's label `<group>/team`, else the namespace's name; otherwise the field
   * `spec.team`, else the label `team`. Undefined if the claim has none of them.
   */
  readonly team: string | undefined;
  /**
   * The uid of its namespace, if a claim of this platform made the namespace; otherwise undefined. Such a name can go from one team to another, so
   * whatever people put somewhere by the name outlives what they may see there. Record what contains it: a restored namespace has another uid.
   */
  readonly namespaceUID: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The time of creation, as RFC 3339. It is the only time that a function may use, since the same request must give the same answer. */
  readonly createdAt: string | undefined;
}
