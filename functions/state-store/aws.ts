/** StateStore on AWS: what it is made of knows the difference. */
export { local as aws } from './local.ts';
