/** Looks whether a cluster has what a platform needs there. */
export { rightsPath, rightsReview } from './access.ts';
export { answersIn } from './answers.ts';
export { askCluster } from './ask-cluster.ts';
export { type Check, checkLine } from './check.ts';
export { readDump } from './dump.ts';
export { clusterNeeds } from './platform-needs.ts';
export { pathsOf, preflight } from './preflight.ts';
