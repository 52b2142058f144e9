/** PubSub in a shared cluster: the same as on a developer's machine, on the broker that its environment names. */
export { local as incluster } from './local.ts';
