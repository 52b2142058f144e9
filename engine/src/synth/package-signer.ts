/** Who signs the packages of a platform, as Crossplane can check it. */

/**
 * A workflow that signs without a key, or the holder of a key. Either signature needs an entry in a transparency log, without which Crossplane refuses it.
 */
export type PackageSigner = {
  /** A DNS label, by which Crossplane's messages name the signer. */
  readonly name: string;
} & (
  | {
      /** Who gives the workflow its token, as `https://token.actions.githubusercontent.com`. */
      readonly issuer: string;
      /** The workflow, as `https://github.com/example/platform/.github/workflows/release.yaml@refs/heads/main`. */
      readonly subject: string;
      readonly key?: never;
    }
  | {
      /** The public key in PEM, as `readFileSync(new URL('cosign.pub', import.meta.url), 'utf8')`. */
      readonly key: string;
    }
);
