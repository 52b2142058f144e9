import { fuzz } from '../laws/fuzz.ts';

fuzz(1000);
