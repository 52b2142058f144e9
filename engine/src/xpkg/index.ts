/** Crossplane packages as values, and the ways to write, verify and push them. */
export type { Base, BaseSource } from './base/base.ts';
export { hostArchitecture } from './base/host.ts';
export type { BuiltPackage } from './built-package.ts';
export { noCache, userCache, type Cache } from './cache.ts';
export { buildConfigurationPackage, type ConfigurationParts } from './configuration.ts';
export { digestOf, isDigest, type Digest } from './digest.ts';
export { toYaml, toYamlStream } from './document.ts';
export { functionRoot, type FunctionRoot } from './function-root.ts';
export { buildFunctionPackage, type FunctionParts } from './function.ts';
export type { Architecture, ImagePlatform } from './image.ts';
export type { About, Dependency } from './meta.ts';
export type { PackageObject } from './objects.ts';
export { pushLayout } from './push.ts';
export { verifyArchive } from './verify/archive.ts';
export { verifyLayout } from './verify/layout.ts';
