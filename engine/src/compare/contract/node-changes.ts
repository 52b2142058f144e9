/** What changed between two nodes of a schema, apart from the nodes below them. */
import type { Node } from '../../schema/index.ts';
import type { NodeBase } from '../../schema/node.ts';
import type { Finding } from '../../schema/validate/findings.ts';
import { validator } from '../../schema/validate/validator.ts';
import {
  atLeast,
  atMost,
  type Change,
  choices,
  descended,
  divisor,
  keyFields,
  listType,
  meaningless,
  type PropertyChanges,
  replaceable,
  shown,
  valueAdded,
  valueRemoved,
  widthOf,
} from './property-changes.ts';
import { ruleChanges } from './rule-changes.ts';

export type Kind = Node['kind'];
/** The nodes of a kind. */
export type NodeOf<K extends Kind> = Extract<Node, { readonly kind: K }>;
/** The properties that only this kind of node has. */
export type OwnProperty<K extends Kind> = Exclude<keyof NodeOf<K>, keyof NodeBase | 'kind'>;

const pattern = replaceable('pattern', {
  added: 'pattern-added',
  changed: 'pattern-changed',
  removed: 'pattern-removed',
});
const format = replaceable('format', { added: 'format-added', changed: 'format-changed', removed: 'format-removed' });
const texts = { maxLength: atMost('maximal length'), pattern };

/** How each property of each kind of node is compared. A property that is new does not compile until it is here. */
export const ownProperties: { readonly [K in Kind]: { readonly [P in OwnProperty<K>]-?: PropertyChanges } } = {
  object: { fields: descended },
  string: { ...texts, minLength: atLeast('minimal length', 0), format },
  integer: {
    minimum: atLeast('minimum'),
    maximum: atMost('maximum'),
    multipleOf: divisor,
    format: widthOf(['int32', 'int64']),
  },
  number: { minimum: atLeast('minimum'), maximum: atMost('maximum'), format: widthOf(['float', 'double']) },
  boolean: {},
  enum: { values: choices },
  intOrString: texts,
  array: {
    items: descended,
    listType,
    keys: keyFields,
    minItems: atLeast('minimal number of items', 0),
    maxItems: atMost('maximal number of items'),
  },
  map: {
    values: descended,
    minProperties: atLeast('minimal number of entries', 0),
    maxProperties: atMost('maximal number of entries'),
  },
  any: {},
  metadata: { maxNameLength: atMost('maximal length of a name') },
};

/** How the properties of every node are compared. */
export const baseProperties: { readonly [P in keyof NodeBase]-?: PropertyChanges } = {
  description: meaningless('it is text for people'),
  presence: (old, now) => {
    const [before, after] = [old === 'required', now === 'required'];
    if (before === after) return [];
    return [
      after
        ? { edit: 'field-required', subject: '', says: '{place} was optional and is required' }
        : {
            edit: 'field-optional',
            subject: '',
            says: `{place} was required and ${now === 'defaulted' ? 'has a default' : 'is optional'}`,
          },
    ];
  },
  default: replaceable('default', { added: 'default-added', changed: 'default-changed', removed: 'default-removed' }),
  nullable: (old, now) => {
    if (old === now) return [];
    return [
      now === true
        ? { edit: 'null-allowed', subject: '', says: '{place} may be null' }
        : { edit: 'null-refused', subject: '', says: '{place} may no longer be null' },
    ];
  },
  /** Judged by the day of the comparison (deprecation-changes.ts). */
  deprecated: descended,
  rules: ruleChanges,
};

/** Every change of the node itself. A node of another kind is compared in what both kinds have. */
function nodeChanges(old: Node, now: Node): readonly Change[] {
  if (old.kind === now.kind) return compared(old, now, { ...baseProperties, ...ownProperties[old.kind] });
  return kindChanges(old, now) ?? [typeChange('type-changed', old, now)];
}

/** The same without what means nothing for a node that is no field: an item of a list, a value of a map, or a root. */
export function unnamedChanges(old: Node, now: Node): readonly Change[] {
  return nodeChanges(old, now).filter(
    ({ edit }) => !isOfDefault(edit) && edit !== 'field-required' && edit !== 'field-optional',
  );
}

/** The same for a field. If everybody had to write it, or has to now, its default reaches nobody. */
export function fieldChanges(old: Node, now: Node): readonly Change[] {
  const hasReach = old.presence !== 'required' && now.presence !== 'required';
  return nodeChanges(old, now).filter(({ edit }) => hasReach || !isOfDefault(edit));
}

function isOfDefault(edit: Change['edit']): boolean {
  return edit === 'default-added' || edit === 'default-changed' || edit === 'default-removed';
}

function compared(old: Node, now: Node, properties: Readonly<Record<string, PropertyChanges>>): Change[] {
  const [before, after] = [
    new Map<string, unknown>(Object.entries(old)),
    new Map<string, unknown>(Object.entries(now)),
  ];
  return Object.entries(properties).flatMap(([name, changes]) => changes(before.get(name), after.get(name)));
}

/** The changes between two kinds of which one takes every value of the other; undefined if neither does. */
function kindChanges(old: Node, now: Node): readonly Change[] | undefined {
  if (old.kind === 'string' && now.kind === 'enum') {
    const says = `{place} was a text and is one of ${shown(now.values)}`;
    const fresh = now.values.filter((value) => !accepts(old, value)).map(valueAdded);
    return [
      { edit: 'choices-closed', subject: now.values.join(), says },
      ...fresh,
      ...compared(old, now, baseProperties),
    ];
  }
  if (old.kind === 'enum' && (now.kind === 'string' || now.kind === 'intOrString')) {
    const opened: Change =
      now.kind === 'string'
        ? { edit: 'choices-opened', subject: '', says: `{place} was one of ${shown(old.values)} and is a text` }
        : typeChange('type-widened', old, now);
    const lost = old.values.filter((value) => !accepts(now, value)).map(valueRemoved);
    return [opened, ...lost, ...compared(old, now, baseProperties)];
  }
  const shared = sharedProperties(old, now);
  if (shared === undefined) return undefined;
  return [typeChange('type-widened', old, now), ...compared(old, now, { ...baseProperties, ...shared })];
}

/** The properties that both have, if the new kind takes every value of the old one. */
function sharedProperties(old: Node, now: Node): Readonly<Record<string, PropertyChanges>> | undefined {
  if (old.kind === 'integer' && now.kind === 'number') {
    const { minimum, maximum } = ownProperties.number;
    return { minimum, maximum };
  }
  if (old.kind === 'string' && now.kind === 'intOrString') return ownProperties.intOrString;
  if (old.kind === 'integer' && now.kind === 'intOrString') return {};
  return undefined;
}

function accepts(node: Node, value: string): boolean {
  const found: Finding[] = [];
  validator(node)(value, undefined, '', found);
  return found.length === 0;
}

function typeChange(edit: 'type-changed' | 'type-widened', old: Node, now: Node): Change {
  return { edit, subject: now.kind, says: `{place} was of the type ${old.kind} and is of the type ${now.kind}` };
}
