/** planesmith: the platform as one value. */
export { UserError, type Issue } from './errors.ts';
export type { Apis, PlatformDefinition } from './platform/definition.ts';
export { perTarget, type Package, type PackageDefinition } from './platform/package.ts';
export { platform, type Platform } from './platform/platform.ts';
export type { PackageSigner } from './synth/package-signer.ts';
