/** planesmith/release: a release as files, what it says of a platform, and the writer that puts files on the disk. */
export { type File, writeTree } from '../files.ts';
export { type BuildOptions, buildRelease, type Release } from './build-release.ts';
export { type ComposedKind, composedKinds } from './composed-kinds.ts';
export { expiry } from './expiry.ts';
export { schemaFiles } from './schemas.ts';
