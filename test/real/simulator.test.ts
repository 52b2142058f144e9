import { inEachEnvironment, simulate } from '../laws/simulator.ts';

simulate({ livesIn: () => 30, losesIn: inEachEnvironment });
