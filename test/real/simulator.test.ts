import { simulate } from '../laws/simulator.ts';

simulate(() => 30);
