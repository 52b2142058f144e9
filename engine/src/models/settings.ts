/** What a platform says about its models. */

export interface ModelsSettings {
  /**
   * Where kinds are declared, relative to planesmith.config.ts: folders of CRD or OpenAPI files, one such file, packages (`.xpkg` files, OCI
   * layouts, references as `registry.example.org/provider:v1.2.3`), and folders of Go modules (`go:<module>@<version>/<folder>`).
   */
  readonly sources: readonly string[];
}
