import { planTruth } from '../truth/plan-truth.ts';

planTruth({ every: 3, atLeast: 200 });
