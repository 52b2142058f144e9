/** planesmith/xpkg: Crossplane packages as values, with functions that build and verify them. */
export type { BaseSource } from './base/base.ts';
export { hostArchitecture } from './base/host.ts';
export type { BuiltPackage } from './built-package.ts';
export { bundleFunction, type FunctionBundle } from './bundle.ts';
export { userCache } from './cache.ts';
export { buildConfigurationPackage } from './configuration.ts';
export { toYaml, toYamlStream } from '../yaml/index.ts';
export { functionRoot } from './function-root.ts';
export { buildFunctionPackage, type FunctionParts } from './function.ts';
export type { Architecture } from './image.ts';
export type { About } from './meta.ts';
export { verifyArchive } from './verify/archive.ts';
export { verifyLayout } from './verify/layout.ts';
