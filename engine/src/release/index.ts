/** planesmith/release: builds a release as files, and writes files to the disk. */
export { type File, writeTree } from '../files.ts';
export { type BuildOptions, buildRelease, type Release } from './build-release.ts';
export { type ComposedKind, composedKinds } from './composed-kinds.ts';
export { apiPage, type PageOptions } from '../docs/api-page.ts';
export { reasonTable } from '../docs/conditions-page.ts';
export { compareContracts, type Contract, contractOf, readContract } from '../compare/contract.ts';
export { bumpRuleTable } from '../bump/rule-table.ts';
export { ruleTable } from '../compare/contract/rule-table.ts';
export { sectionTable } from '../docs/environment-page.ts';
export { kitFile, type KitSources } from './kit/kit.ts';
export { chartObjects } from './chart-file.ts';
export { imageVerification } from './image-verification.ts';
export { schemaFiles } from './schemas.ts';
export { editorKeywords } from '../schema/json-schema.ts';
export { sitePages } from './site-pages.ts';
