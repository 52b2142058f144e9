/** StateStore in a shared cluster: the same as on a developer's machine. */
export { incluster } from './local.ts';
