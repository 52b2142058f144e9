/** What all functions of this platform share, bound once: every planner and target is made by these two. */
import { functionsOf } from 'planesmith/authoring';
import { concerns } from './concerns/index.ts';
import { environment } from './environment/index.ts';

export const { planner, target } = functionsOf({ environment, concerns });
