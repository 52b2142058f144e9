/** StateStore on Google Cloud: what it is made of knows the difference. */
export { local as gcp } from './local.ts';
