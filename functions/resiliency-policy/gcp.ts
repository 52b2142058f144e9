/** ResiliencyPolicy on Google Cloud: the same as on a developer's machine. */
export { local as gcp } from './local.ts';
