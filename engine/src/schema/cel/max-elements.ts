/** The largest size of a value of a schema: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/schemas.go */
import type { Node, StringNode } from '../node.ts';

const maxRequestBytes = 3 * 1024 * 1024;

/** The highest number of characters, items or entries that the API server assumes; 0 for values of a fixed size. */
export function maxElements(node: Node): number {
  switch (node.kind) {
    case 'string':
      return ofString(node);
    case 'enum':
      return Math.max(0, ...node.values.map((value) => Buffer.byteLength(value)));
    case 'intOrString':
      return node.maxLength === undefined ? maxRequestBytes - 2 : node.maxLength * 4;
    case 'array':
      return node.maxItems ?? Math.floor((maxRequestBytes - 2) / 2);
    case 'map':
      return node.maxProperties ?? Math.floor((maxRequestBytes - 2) / 7);
    default:
      return 0;
  }
}

function ofString({ format, maxLength }: StringNode): number {
  if (format === 'duration' || format === 'date-time') return 32;
  if (format === 'date') return 12;
  if (maxLength === undefined) return maxRequestBytes - 2;
  return format === 'byte' ? maxLength : maxLength * 4;
}

/** The cost of reading each character. */
export function tenth(size: number): number {
  return Math.ceil(size * 0.1);
}
