/** The spec field with which a developer names the connection Secret and its extra keys. */
import { map } from './map.ts';
import { optional } from './modifiers.ts';
import type { Schema } from './node.ts';
import { object } from './object.ts';
import { oneOf } from './enum.ts';
import { string } from './string.ts';

/** The developer's choices for the connection Secret: its name, and further names for its keys. */
export interface ConnectionSecret<K extends string> {
  name?: string;
  keyAliases?: Record<string, K>;
}

/** The optional field `connectionSecret` of every API that promises Secret keys; an alias stands for one of them. */
export function connectionSecret<const K extends string>(
  keys: Readonly<Record<K, string>>,
): Schema<ConnectionSecret<K>, ConnectionSecret<K>, 'optional'> {
  return optional(
    object(
      {
        name: optional(
          string('Name of the Secret; `<name>-<kind>` of this resource when absent.', {
            format: 'k8s-long-name',
            maxLength: 253,
          }),
        ),
        keyAliases: optional(
          map(
            'Further names for keys of the Secret: alias to key, such as `PGHOST: host`.',
            oneOf('The key that the alias repeats.', Object.keys(keys) as [K, ...K[]]),
            {
              maxProperties: 32,
              rules: [
                {
                  rule: "self.all(alias, alias.matches('^[-._a-zA-Z0-9]{1,253}$') && !alias.matches('^[.]([.]|$)') && alias != '__proto__')",
                  message:
                    'an alias is a key of a Secret: up to 253 letters, digits, dashes, dots and underscores, neither "." nor beginning with "..", nor "__proto__"',
                },
              ],
            },
          ),
        ),
      },
      { description: 'The Secret through which applications reach this resource.' },
    ),
  ) as unknown as Schema<ConnectionSecret<K>, ConnectionSecret<K>, 'optional'>;
}
