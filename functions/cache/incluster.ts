/** Cache in a shared cluster: the same as on a developer's machine, as available as its environment promises. */
export { local as incluster } from './local.ts';
