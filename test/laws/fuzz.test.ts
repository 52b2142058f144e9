import { fuzz } from './fuzz.ts';

// test/real/fuzz.test.ts runs more.
fuzz(15);
