import { fuzz } from '../laws/fuzz.ts';

fuzz(250);
