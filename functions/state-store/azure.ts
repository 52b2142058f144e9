/** StateStore on Azure: what it is made of knows the difference. */
export { cloud as azure } from './local.ts';
