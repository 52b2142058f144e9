/** StateStore on AWS: what it is made of knows the difference. */
import { over } from './local.ts';

export const aws = over(['postgres', 'aws.postgres']);
