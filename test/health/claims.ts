/** The objects of every state, at the places that a test looks at. */
import { flavours } from 'planesmith/schema';
import { type Cell, cells } from '../fixtures.ts';
import { type Found, found, type State, states } from './states.ts';

/** An object in a state, and where its claim lives. */
export interface ClaimInState extends Found {
  readonly state: State;
  readonly place: string;
}

/** The objects of every state on these targets of APIs, in both flavours. */
export function claimsInStates(places: readonly Cell[] = cells): readonly ClaimInState[] {
  return states.flatMap((state) =>
    flavours.flatMap((flavour) =>
      places.flatMap((cell) =>
        found(state, { ...cell, flavour }).map((one) => ({
          ...one,
          state,
          place: `${cell.kind} on ${cell.target}, ${flavour}`,
        })),
      ),
    ),
  );
}
