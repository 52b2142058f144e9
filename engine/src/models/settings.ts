/** The settings of a platform for its models. */

export interface ModelsSettings {
  /**
   * The sources that declare kinds; paths are relative to planesmith.config.ts. A source is one of
   * - a folder of CRD or OpenAPI files, or one such file,
   * - a package: an `.xpkg` file, an OCI layout, or a reference such as `registry.example.org/provider:v1.2.3`,
   * - a folder of a Go module: `go:<module>@<version>/<folder>`.
   */
  readonly sources: readonly string[];
}
