/** CEL that finds fields which a schema does not have: of type string, and empty if there are none. */
import type { Node } from '../node.ts';
import { below, empty, joined, literal, type Path } from './text.ts';

/** The paths of unknown fields in the value of the expression `value`. */
export function unknownFields(node: Node, value: string, path: Path, depth = 0): string {
  switch (node.kind) {
    case 'object': {
      const names = Object.keys(node.fields);
      const own = `${value}.filter(k, !(k in ${JSON.stringify(names)})).map(k, ${[...below(path, '.'), 'k'].join(' + ')}).join('; ')`;
      const inner = Object.entries(node.fields).map(([name, field]) => {
        const found = unknownFields(field, `${value}[${literal(name)}]`, below(path, `.${name}`), depth);
        return found === empty ? empty : `(${literal(name)} in ${value} ? ${found} : ${empty})`;
      });
      return ofType('map', value, joined([own, ...inner]));
    }
    case 'map':
      return inEach(node.values, 'map', value, path, depth);
    case 'array':
      return inEach(node.items, 'list', value, path, depth);
    default:
      return empty;
  }
}

function inEach(node: Node, type: 'map' | 'list', value: string, path: Path, depth: number): string {
  const each = `u${depth}`;
  const inner =
    type === 'map'
      ? unknownFields(node, `${value}[${each}]`, [...below(path, '.'), each], depth + 1)
      : unknownFields(node, each, below(path, '[]'), depth + 1);
  return inner === empty ? empty : ofType(type, value, `${value}.map(${each}, ${inner}).filter(m, m != '').join('; ')`);
}

function ofType(type: 'map' | 'list', value: string, found: string): string {
  return `(type(${value}) != ${type} ? ${empty} : ${found})`;
}
