/** Exporters: they turn claims into another form, such as files for a tool that runs without a cluster. */

/** An object of Kubernetes, or of a tool whose files have the same form. */
export interface ExportedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** A claim with all its composed objects, including those that a cluster creates later. */
export interface ExportedClaim {
  readonly claim: ExportedObject;
  readonly objects: readonly ExportedObject[];
}

/** The result of an exporter. */
export interface Exported {
  readonly objects: readonly ExportedObject[];
  /** Sentences on what the reader must know or do besides. */
  readonly notes: readonly string[];
}

/** Returns the other form of all claims together; throws a `UserError` for claims that have none. */
export type Exporter = (claims: readonly ExportedClaim[]) => Exported;
