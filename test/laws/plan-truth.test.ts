import { planTruth } from '../truth/plan-truth.ts';

// test/real/plan-truth.test.ts tries more.
planTruth({ every: 24, atLeast: 30 });
