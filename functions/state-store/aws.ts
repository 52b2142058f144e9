/** StateStore on AWS: what it is made of knows the difference. */
export { cloud as aws } from './local.ts';
