/** What Crossplane may do to things outside the cluster. */

type Action = 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize' | '*';

/** Everything but deleting: what is deleted here lives on out there. */
export const keep: Action[] = ['Observe', 'Create', 'Update', 'LateInitialize'];

/** Everything. */
export const own: Action[] = ['*'];
