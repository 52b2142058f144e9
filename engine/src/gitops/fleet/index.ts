/** A fleet in Git: the clusters of a platform, and the versions that are published for them. */
export { type Cluster, usualServer } from './cluster.ts';
export { firstFiles, type Fleet, readFleet } from './fleet.ts';
export { configurationsFor, type PublishedVersion } from './published-version.ts';
export { type AppRepository, fleetHint, type FleetSource, type Source } from './sources.ts';
