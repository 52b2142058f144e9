/** The findings of two versions of a schema: of a spec, a status, a record or an environment. */
import type { Node } from '../../schema/index.ts';
import { type Finding, finding } from '../finding.ts';
import { deprecationChange, deprecationNote, isOver, type Today } from './deprecation-changes.ts';
import { type Area, areaRule, type Edit } from './edits.ts';
import { fieldChanges, unnamedChanges } from './node-changes.ts';
import { type Change, shown } from './property-changes.ts';
import { sentence } from './sentence.ts';

/** Where a node stands, and when it is compared. */
export interface SchemaPlace extends Today {
  readonly area: Area;
  /** The kind of the API, or `environment`. */
  readonly owner: string;
  /** Such as `spec.topics.*.partitions`, with `.*` for the values of a map and `[]` for the items of a list. */
  readonly path: string;
  /** The least number of days that a deprecated field of it must go on working. */
  readonly days: number;
}

/** Every difference of two roots and of all below them. */
export function schemaFindings(place: SchemaPlace, old: Node, now: Node): Finding[] {
  const own = [...unnamedChanges(old, now), ...deprecations(place, old, now)];
  return [...own.flatMap((change) => changeFinding(place, change)), ...below(place, old, now)];
}

function below(place: SchemaPlace, old: Node, now: Node): Finding[] {
  if (old.kind === 'object' && now.kind === 'object') {
    const [before, after] = [new Map(Object.entries(old.fields)), new Map(Object.entries(now.fields))];
    return [
      ...[...before].flatMap(([name, was]) => fieldFindings(within(place, name), was, after.get(name))),
      ...[...after].filter(([name]) => !before.has(name)).flatMap(([name, is]) => added(within(place, name), is)),
    ];
  }
  if (old.kind === 'array' && now.kind === 'array') {
    return schemaFindings({ ...place, path: `${place.path}[]` }, old.items, now.items);
  }
  if (old.kind === 'map' && now.kind === 'map') return schemaFindings(within(place, '*'), old.values, now.values);
  return [];
}

function fieldFindings(place: SchemaPlace, old: Node, now: Node | undefined): Finding[] {
  if (now === undefined) return changeFinding(place, removed(place, old));
  const own = [...fieldChanges(old, now), ...deprecations(place, old, now)];
  return [...own.flatMap((change) => changeFinding(place, change)), ...below(place, old, now)];
}

const deprecationEdits = {
  deprecated: 'field-deprecated',
  'deprecated-at-short-notice': 'field-deprecated-at-short-notice',
  undeprecated: 'field-undeprecated',
  'sunset-earlier': 'sunset-earlier',
  'sunset-later': 'sunset-later',
} as const satisfies Readonly<Record<string, Edit>>;

function deprecations(place: SchemaPlace, old: Node, now: Node): Change[] {
  const found = deprecationChange(old.deprecated, now.deprecated, place);
  if (found === undefined) return [];
  return [{ edit: deprecationEdits[found.change], subject: '', says: `{place} ${found.says}` }];
}

function within(place: SchemaPlace, name: string): SchemaPlace {
  return { ...place, path: place.path === '' ? name : `${place.path}.${name}` };
}

function removed(place: SchemaPlace, { deprecated }: Node): Change {
  const edit = deprecated !== undefined && isOver(deprecated, place) ? 'deprecated-field-removed' : 'field-removed';
  return { edit, subject: '', says: `{place}${deprecationNote(deprecated)} is gone` };
}

function added(place: SchemaPlace, node: Node): Finding[] {
  const isDemanded = node.presence === 'required' && areaRule(place.area, 'required-field-added') !== undefined;
  const edit = isDemanded ? 'required-field-added' : 'field-added';
  return changeFinding(place, { edit, subject: '', says: `{place} is new and ${presenceOf(node)}` });
}

/** The finding of a change; none if the change does not matter in its area. */
export function changeFinding({ area, owner, path }: SchemaPlace, { edit, subject, says }: Change): Finding[] {
  const rule = areaRule(area, edit);
  if (rule === undefined) return [];
  const place = path === '' ? owner : `${owner} ${path}`;
  return [
    finding(rule, {
      place,
      subject,
      message: sentence(
        says.replace('{place}', () => place),
        rule.follows,
      ),
    }),
  ];
}

function presenceOf({ presence, default: value }: Node): string {
  return presence === 'defaulted' ? `by default ${shown(value)}` : presence;
}
