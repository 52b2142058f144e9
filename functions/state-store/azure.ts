/** StateStore on Azure: what it is made of knows the difference. */
import { over } from './local.ts';

export const azure = over(['postgres', 'azure.postgres']);
