/** Reviews the place and the validity of defaults: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/validation.go */
import { rulesIn } from '../cel/rules.ts';
import type { Node } from '../node.ts';
import { unknownFields } from '../unknown-fields.ts';
import { duplicatesIn } from '../validate/duplicates.ts';
import type { Finding } from '../validate/findings.ts';
import { validator } from '../validate/validator.ts';
import { reviewBounds } from './bounds.ts';
import type { Review } from './place.ts';

export const reviewDefault: Review = (node, { list }) => {
  if (node.presence !== 'defaulted') return [];
  if (list !== undefined) {
    return [
      `has a default inside of the list ${list}: GitOps controllers compare lists as a whole, so the object would never be in sync`,
    ];
  }
  if (node.default === null || node.default === undefined)
    return ['has the default null, which Kubernetes takes for no default'];
  return invalid(node);
};

function invalid(node: Node): string[] {
  if (hasBrokenPattern(node)) return [];
  const out: Finding[] = [];
  const value = node.default;
  out.push(
    ...unknownFields(node, value, 'default').map(({ path }) => ({ path, message: 'unknown field', blocking: true })),
  );
  validator(node)(value, undefined, 'default', out);
  duplicatesIn(node)?.(value, 'default', out);
  if (out.length === 0) {
    const rules = rulesIn(node);
    rules?.(value, undefined, 'default', out);
    rules?.(value, value, 'default', out);
  }
  const messages = new Set(out.map(({ path, message }) => `${path}: ${message}`));
  return [...messages].map((text) => `has a default that it does not allow itself: ${text}`);
}

/** A schema with a broken pattern can't be compiled; `reviewBounds` reports the pattern. */
function hasBrokenPattern(node: Node): boolean {
  if ('pattern' in node && reviewBounds(node, undefined as never).some((problem) => problem.startsWith('pattern ')))
    return true;
  const inner =
    node.kind === 'object'
      ? Object.values(node.fields)
      : node.kind === 'map'
        ? [node.values]
        : node.kind === 'array'
          ? [node.items]
          : [];
  return inner.some(hasBrokenPattern);
}
