/** How Azure names its resources. */
import { string } from 'planesmith/schema';

const resourceGroup = '/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+';

/** The id of a resource of Azure, by its provider and type. */
export const azureID = (what: string, type: string) =>
  string(`Id of ${what}.`, { pattern: `^${resourceGroup}/providers/${type}$`, maxLength: 512 });
