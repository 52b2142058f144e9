/** Checks that demand less than an API: each leaves out what an existing claim may break. */
import type { Issue } from '../../errors.ts';
import type { Node, Schema } from '../../schema/index.ts';
import type { Finding } from '../../schema/validate/findings.ts';
import { validator } from '../../schema/validate/validator.ts';

/** The schema without rules at any depth. Types, bounds, enums, required fields and defaults remain. */
export function withoutRules(schema: Schema): Schema {
  return stripped(schema, (node) => ({ ...node, rules: [] })) as Schema;
}

/** Returns every issue of a value at a path. */
export type LooseCheck = (value: unknown, path: string) => readonly Issue[];

/** The check of a schema without rules and bounds: of types, enums and required fields, on which code relies. */
export function checkOfChoices(schema: Schema): LooseCheck {
  return looseCheck(stripped(schema, bare));
}

/** The check of a schema without rules, bounds and enums. */
export function checkOfTypes(schema: Schema): LooseCheck {
  return looseCheck(
    stripped(schema, (node) => (node.kind === 'enum' ? { ...base(node), kind: 'string' } : bare(node))),
  );
}

/** No API may have a schema without bounds, so `check` refuses one. */
function looseCheck(node: Node): LooseCheck {
  const validate = validator(node);
  return (value, path) => {
    const findings: Finding[] = [];
    validate(value, undefined, path, findings);
    return findings;
  };
}

function stripped(node: Node, strip: (node: Node) => Node): Node {
  const less = strip(node);
  switch (less.kind) {
    case 'object': {
      const fields = Object.entries(less.fields).map(([name, field]) => [name, stripped(field, strip)]);
      return { ...less, fields: Object.fromEntries(fields) };
    }
    case 'array':
      return { ...less, items: stripped(less.items, strip) };
    case 'map':
      return { ...less, values: stripped(less.values, strip) };
    default:
      return less;
  }
}

function base({ description, presence, nullable, default: given }: Node) {
  return { description, presence, nullable, rules: [], ...(given !== undefined && { default: given }) };
}

function bare(node: Node): Node {
  switch (node.kind) {
    case 'object':
      return { ...base(node), kind: node.kind, fields: node.fields };
    case 'array':
      return { ...base(node), kind: node.kind, items: node.items, listType: node.listType, keys: node.keys };
    case 'map':
      return { ...base(node), kind: node.kind, values: node.values };
    case 'enum':
    case 'metadata':
      return { ...node, rules: [] };
    default:
      return { ...base(node), kind: node.kind };
  }
}
