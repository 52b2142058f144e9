/** The types that TypeScript infers from a schema, and the misuse that it refuses to compile. */
import { expectTypeOf, test } from 'vitest';
import {
  api,
  array,
  boolean,
  connectionSecret,
  defaulted,
  integer,
  intOrString,
  listMap,
  map,
  nullable,
  object,
  oneOf,
  optional,
  set,
  string,
  type AnyApi,
  type ApiDefinition,
  type Input,
  type Output,
  type Schema,
} from './index.ts';

const spec = object({
  name: string('Its name.', { maxLength: 10 }),
  size: defaulted(oneOf('How big it is.', ['small', 'large']), 'small'),
  port: optional(intOrString('Where it listens.')),
  note: optional(nullable(string('A note.', { maxLength: 10 }))),
  parts: array('Its parts.', object({ weight: integer('In grams.') }, { description: 'A part.' }), { maxItems: 3 }),
  labels: optional(
    map('Labels.', object({ on: defaulted(boolean('On.'), true) }, { description: 'A label.' }), { maxProperties: 3 }),
  ),
});

test('Input and Output differ exactly by defaults', () => {
  expectTypeOf<Input<typeof spec>>().toEqualTypeOf<{
    name: string;
    parts: { weight: number }[];
    size?: 'small' | 'large';
    port?: string | number;
    note?: string | null;
    labels?: Record<string, { on?: boolean }>;
  }>();
  expectTypeOf<Output<typeof spec>>().toEqualTypeOf<{
    name: string;
    parts: { weight: number }[];
    size: 'small' | 'large';
    port?: string | number;
    note?: string | null;
    labels?: Record<string, { on: boolean }>;
  }>();
});

test('every schema is a Schema, and every API an AnyApi', () => {
  expectTypeOf(spec).toExtend<Schema>();
  const widget = () =>
    api({
      kind: 'Widget',
      description: 'A widget.',
      targets: ['local', 'aws'],
      spec: object({ connectionSecret: connectionSecret({ host: 'The host.' }) }),
      recorded: object({ version: string('Version.', { maxLength: 8 }) }),
      status: object({}),
      secret: { host: 'The host.' },
    });
  type Widget = ReturnType<typeof widget>;
  expectTypeOf<Widget>().toExtend<AnyApi>();
  expectTypeOf<Widget['targets'][number]>().toEqualTypeOf<'local' | 'aws'>();
  expectTypeOf<keyof Widget['secret']>().toEqualTypeOf<'host'>();
  expectTypeOf<Output<Widget['recorded']>>().toEqualTypeOf<{ version: string }>();
  expectTypeOf<Input<Widget['spec']>>().toEqualTypeOf<{
    connectionSecret?: { name?: string; keyAliases?: Record<string, 'host'> };
  }>();
});

test('misuse does not compile', () => {
  // @ts-expect-error a key of a Secret needs a meaning
  ({ secret: ['host'] }) satisfies Pick<ApiDefinition, 'secret'>;
  // @ts-expect-error a default must be one of the values
  defaulted(oneOf('Size.', ['small', 'large']), 'huge');
  // @ts-expect-error a description comes first
  integer({ minimum: 1 });
  // @ts-expect-error a set holds scalars
  set('Parts.', object({}));
  // @ts-expect-error the key must be a field of the item
  listMap('Parts.', ['nmae'], object({ name: string('Name.', { maxLength: 3 }) }, { description: 'Part.' }));
  // @ts-expect-error a choice needs values
  oneOf('Size.', []);
  // @ts-expect-error an unknown option
  string('Name.', { maxLenght: 3 });
  // @ts-expect-error a format Kubernetes does not check
  string('Name.', { format: 'hostnames' });
});
