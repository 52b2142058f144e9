/** The settings of a platform for its models. */

export interface ModelsSettings {
  /**
   * The sources that declare kinds; paths are relative to planesmith.config.ts. A source is one of
   * - a folder of files with CRDs, XRDs or OpenAPI documents, or one such file,
   * - a package: an `.xpkg` file, an OCI layout, or a reference such as `registry.example.org/provider:v1.2.3`,
   * - a folder of a Go module: `go:<module>@<version>/<folder>`.
   *
   * The kinds of Kubernetes itself need no source.
   * @default only those kinds
   */
  readonly sources?: readonly string[];
  /** Whether the descriptions of fields become doc comments. @default true */
  readonly descriptions?: boolean;
}
