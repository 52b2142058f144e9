import { neverImpossible } from '../laws/immutable.ts';
import { inEachEnvironment } from '../laws/simulator.ts';

neverImpossible({ claims: inEachEnvironment, environments: inEachEnvironment, valuesOfFact: 4, leastChanges: 500 });
