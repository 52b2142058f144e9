import { fuzz } from './fuzz.ts';

// test/real/fuzz.test.ts draws more.
fuzz(40);
