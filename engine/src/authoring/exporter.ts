/** What claims become in another form, such as files for a tool that runs without a cluster. */

/** An object of Kubernetes, or of a tool that reads the same form. */
export interface ExportedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** A claim and every object that it becomes, including those that in a cluster are made later. */
export interface ExportedClaim {
  readonly claim: ExportedObject;
  readonly objects: readonly ExportedObject[];
}

export interface Exported {
  readonly objects: readonly ExportedObject[];
  /** What the reader has to know or do besides, each as a sentence. */
  readonly notes: readonly string[];
}

/** The other form of all claims together; throws a `UserError` for claims that have none. */
export type Exporter = (claims: readonly ExportedClaim[]) => Exported;
