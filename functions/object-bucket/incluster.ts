/** ObjectBucket in a shared cluster: the same as on a developer's machine. */
export { local as incluster } from './local.ts';
