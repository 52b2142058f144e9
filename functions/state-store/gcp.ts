/** StateStore on Google Cloud: what it is made of knows the difference. */
export { cloud as gcp } from './local.ts';
