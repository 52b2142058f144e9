/**
 * Finds the entries of maps that the API server drops without a word, since they have no value:
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/prunenulls.go
 */
import type { Issue } from '../errors.ts';
import { rulesIn } from './cel/rules.ts';
import { applyDefaults } from './defaults.ts';
import { child, index, key } from './field-path.ts';
import type { MapNode, Node, Schema } from './node.ts';
import type { Finding } from './validate/findings.ts';
import { validator } from './validate/validator.ts';

/** An issue for each entry of a map in `value` that is null, to which defaults have not been applied. */
export function ignoredEntryIssues(schema: Node | undefined, value: unknown, path = ''): Issue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items = schema?.kind === 'array' ? schema.items : undefined;
    return items === undefined ? [] : value.flatMap((item, i) => ignoredEntryIssues(items, item, index(path, i)));
  }
  if (schema?.kind === 'object') {
    return Object.entries(schema.fields).flatMap(([name, field]) =>
      Object.hasOwn(value, name)
        ? ignoredEntryIssues(field, (value as { [name: string]: unknown })[name], child(path, name))
        : [],
    );
  }
  return schema?.kind === 'map' ? inMap(schema, value, path) : [];
}

function inMap({ values }: MapNode, value: object, path: string): Issue[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const memberPath = /[.[\]]/.test(name) ? key(path, name) : child(path, name);
    if (member !== null) return ignoredEntryIssues(values, member, memberPath);
    if (values.nullable || values.default !== undefined) return [];
    const remedy = acceptsEmpty(values) ? `write \`${name}: {}\`` : 'give it a value or take it out';
    return [{ path: memberPath, message: `has no value and is ignored; ${remedy}` }];
  });
}

function acceptsEmpty(node: Node): boolean {
  if (node.kind !== 'object' && node.kind !== 'map') return false;
  const empty = applyDefaults(node as Schema, {});
  const findings: Finding[] = [];
  validator(node)(empty, undefined, '', findings);
  if (findings.length === 0) rulesIn(node)?.(empty, undefined, '', findings);
  return findings.length === 0;
}
