/** The claims of a platform as TypeScript types, for applications that write claims in code. */
import type { JsonSchema } from '../../models/json-schema.ts';
import { toInterfaces, toKindInterfaces } from '../../models/generate/interfaces.ts';
import { quote } from '../../models/generate/identifier.ts';
import { type AnyApi, toStructural, xrSchema } from '../../schema/index.ts';

/** What a developer writes of an object's metadata. */
const metadata: JsonSchema = {
  properties: {
    name: { type: 'string', description: 'Unique among its kind in its namespace.' },
    generateName: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

const json =
  'export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };';

/** The text of a declaration file: an interface for each kind, by its name. */
export function claimTypes(group: string, apis: readonly AnyApi[]): string {
  const kinds = apis.map((api) => {
    const { status: _, ...properties } = (toStructural(xrSchema(api)) as JsonSchema).properties ?? {};
    const versions = [api.version, ...api.alsoServed].map((version) => quote(`${group}/${version}`));
    const types = { apiVersion: versions.join(' | '), kind: quote(api.kind) };
    const schema = { description: api.description, properties, required: ['spec'] };
    // Of a composed object the function may leave out the metadata, but a claim has a name.
    return toKindInterfaces(api.kind, schema, types).text.replace(
      'readonly metadata?: ObjectMeta | undefined;',
      'readonly metadata: ObjectMeta;',
    );
  });
  return [json, toInterfaces('ObjectMeta', metadata).text, ...kinds].join('\n\n').replaceAll(/\n{3,}/g, '\n\n');
}
