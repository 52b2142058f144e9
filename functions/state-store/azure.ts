/** StateStore on Azure: what it is made of knows the difference. */
export { local as azure } from './local.ts';
