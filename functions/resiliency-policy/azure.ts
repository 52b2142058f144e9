/** ResiliencyPolicy on Azure: the same as on a developer's machine. */
export { local as azure } from './local.ts';
