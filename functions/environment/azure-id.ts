/** A field that holds the id of an Azure resource. */
import { string } from 'planesmith/schema';

const resourceGroup = '/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+';

/** The field: an id with this resource provider and type, such as `Microsoft.Insights/actionGroups/[^/]+`. */
export const azureID = (what: string, type: string) =>
  string(`Id of ${what}.`, { pattern: `^${resourceGroup}/providers/${type}$`, maxLength: 512 });
