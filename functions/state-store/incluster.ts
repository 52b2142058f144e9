/** StateStore in a shared cluster: what it is made of knows the difference. */
export { local as incluster } from './local.ts';
