/** Rewrites the claims of a file as namespaced XRs. Comments, order and every other document stay as they are, byte for byte. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../errors.ts';
import type { KubernetesObject } from '../render/object.ts';
import { type Node, readYaml } from '../yaml/index.ts';
import { edited, type LineEdit } from '../yaml/line-edits.ts';
import { type Becoming, namespacedXr } from './namespaced-xr.ts';
import { fieldsOf, objectsIn, withObjects } from './objects-in.ts';
import type { Lines } from './spec-change.ts';
import { specEdits } from './spec-edits.ts';

/** What a file becomes. */
export interface RewrittenFile {
  readonly text: string;
  /** In order; none if the file stays as it is. */
  readonly edits: readonly LineEdit[];
}

/** Whether an object is a claim that becomes a namespaced XR. */
export type IsClaim = (value: unknown) => value is KubernetesObject;

/**
 * Rewrites a file that can be read; a claim with a field that cannot stay is left as it is. Throws a `UserError` for a claim that is written in a way in which
 * no field can be moved alone, such as an alias for the whole spec.
 */
export function rewriteFile(file: string, text: string, isClaim: IsClaim): RewrittenFile {
  const { documents, lineAt } = readYaml(text);
  const lines: Lines = { text, lines: text.split('\n'), lineOf: (offset) => lineAt(offset).line - 1 };
  const changed = documents
    .flatMap((document) => ('problem' in document ? [] : objectsIn(document.value, document.root)))
    .flatMap(({ value, root }) => (isClaim(value) ? [{ ...namespacedXr(value), root }] : []))
    .filter(({ moved, dropped }) => moved.length + dropped.length > 0);
  const edits = changed.flatMap((claim) => claimEdits(lines, claim, claim.root));
  const after = edited(text, edits);
  if (changed.length > 0 && !isDeepStrictEqual(valuesIn(after), valuesIn(text).map(becoming(isClaim)))) {
    throw new UserError(`${file}: the spec of a claim is written in a way in which no field can be moved alone`, {
      hint: 'write every field of the spec on a line of its own, without anchors and aliases',
    });
  }
  return { text: after, edits };
}

/** A proposal: there are more ways to write YAML than it knows. */
function claimEdits(lines: Lines, { moved, dropped }: Becoming<unknown>, root: Node): LineEdit[] {
  const spec = fieldsOf(root).find(({ name }) => name === 'spec')?.value;
  return spec?.kind === 'map' ? specEdits(lines, spec, fieldsOf(spec), { moved, dropped }) : [];
}

function valuesIn(text: string): readonly unknown[] {
  return readYaml(text).documents.map((document) => ('problem' in document ? undefined : document.value));
}

const becoming =
  (isClaim: IsClaim) =>
  (value: unknown): unknown =>
    withObjects(value, (object) => (isClaim(object) ? namespacedXr(object).xr : object));
