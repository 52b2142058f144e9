/** StateStore on Google Cloud: what it is made of knows the difference. */
import { over } from './local.ts';

export const gcp = over(['postgres', 'gcp']);
