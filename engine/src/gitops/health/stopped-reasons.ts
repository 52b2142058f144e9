/** The reasons of `Provisioned` with which a claim waits for a person. */
import { type Reason, reasons } from '../../authoring/reasons.ts';

/** The reasons, sorted, so that what is written from them has the same bytes. */
export const stoppedReasons: readonly string[] = Object.entries<Reason>(reasons)
  .filter(([, { isStopped }]) => isStopped)
  .map(([reason]) => reason)
  .toSorted();

/** The reason of Crossplane's `Synced` while the annotation `crossplane.io/paused` is there (core apis/core/v2/condition.go). */
export const pausedReason = 'ReconcilePaused';

/** The reason of a package's `Installed` while a person must activate its revision (core apis/pkg/v1/conditions.go). */
export const inactiveReason = 'InactivePackageRevision';
