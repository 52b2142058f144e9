/** planesmith: the platform as one value. */
export { UserError, type Issue } from './errors.ts';
export { perTarget, type Package, type PackageDefinition } from './platform/package.ts';
export { platform, type Apis, type Platform, type PlatformDefinition } from './platform/platform.ts';
