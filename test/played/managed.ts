/** Managed resources of which functions read only whether they exist. */
import { managedConditions } from './condition.ts';
import type { Player } from './play.ts';

/** A managed resource with an id. */
export const simple =
  (id: string): Player =>
  (object, stage) => ({
    status: {
      ...(stage === 'ready' && { atProvider: { id } }),
      conditions: managedConditions(object, stage === 'ready'),
    },
  });
