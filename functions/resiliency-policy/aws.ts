/** ResiliencyPolicy on AWS: the same as on a developer's machine. */
export { local as aws } from './local.ts';
