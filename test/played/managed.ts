/** Managed resources of which nobody reads more than that they are there. */
import { managedConditions } from './condition.ts';
import type { Player } from './play.ts';

/** One with that id. */
export const simple =
  (id: string): Player =>
  (object, stage) => ({
    status: {
      ...(stage === 'ready' && { atProvider: { id } }),
      conditions: managedConditions(object, stage === 'ready'),
    },
  });
