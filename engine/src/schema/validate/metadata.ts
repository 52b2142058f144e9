/** Validates the metadata of an object: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/objectmeta.go */
import { child, index } from '../field-path.ts';
import { sharedFields } from '../metadata.ts';
import type { MetadataNode, Node } from '../node.ts';
import { type Finding, invalid, tooLong, type Validate, type ValidateAlone, wrongType } from './findings.ts';
import { labelKeyProblems, labelProblems, labelValueProblems, subdomainProblems } from './names.ts';
import { isMembers, typeOf } from './type-of.ts';

const maxAnnotationBytes = 256 * 1024;

/** Checks every field. The namespace may be missing: the client that applies the object sets it. */
export function metadataValidator({ maxNameLength }: MetadataNode, compile: (node: Node) => Validate): ValidateAlone {
  const shared = Object.entries(sharedFields).map(([field, node]) => ({ field, validate: compile(node) }));
  return (value, path, out) => {
    if (!isMembers(value)) {
      out.push(wrongType(path, 'object', typeOf(value)));
      return;
    }
    const { name, generateName, namespace, labels, annotations } = value;
    const nameAt = child(path, 'name');
    if ((name ?? '') === '' && (generateName ?? '') === '') {
      out.push({ path: nameAt, message: 'Required value: name or generateName is required', blocking: true });
    }
    text(name, nameAt, subdomainProblems, out);
    if (typeof name === 'string' && [...name].length > maxNameLength) out.push(tooLong(nameAt, maxNameLength));
    text(generateName, child(path, 'generateName'), (prefix) => subdomainProblems(prefix.replace(/-$/, 'a')), out);
    text(namespace, child(path, 'namespace'), labelProblems, out);
    texts(labels, child(path, 'labels'), labelKeyProblems, labelValueProblems, out);
    texts(
      annotations,
      child(path, 'annotations'),
      (key) => labelKeyProblems(key.toLowerCase()),
      () => [],
      out,
    );
    if (isMembers(annotations) && bytesOf(annotations) > maxAnnotationBytes) {
      out.push(tooLong(child(path, 'annotations'), maxAnnotationBytes));
    }
    for (const { field, validate } of shared) {
      if (Object.hasOwn(value, field)) validate(value[field], undefined, child(path, field), out);
    }
    finalizers(value['finalizers'], child(path, 'finalizers'), out);
    owners(value['ownerReferences'], child(path, 'ownerReferences'), out);
  };
}

type Problems = (text: string) => string[];

function text(value: unknown, path: string, problems: Problems, out: Finding[]): void {
  if (value === undefined || value === null || value === '') return;
  if (typeof value !== 'string') out.push(wrongType(path, 'string', typeOf(value)));
  else for (const problem of problems(value)) out.push(invalid(path, value, problem));
}

function texts(value: unknown, path: string, ofKey: Problems, ofValue: Problems, out: Finding[]): void {
  if (value === undefined || value === null) return;
  if (!isMembers(value)) {
    out.push(wrongType(path, 'object', typeOf(value)));
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    for (const problem of ofKey(key)) out.push(invalid(path, key, problem));
    if (typeof member !== 'string') out.push(wrongType(child(path, key), 'string', typeOf(member)));
    else for (const problem of ofValue(member)) out.push(invalid(path, member, problem));
  }
}

function finalizers(value: unknown, path: string, out: Finding[]): void {
  if (!Array.isArray(value)) return;
  for (const [i, name] of value.entries()) {
    if (typeof name !== 'string') continue;
    for (const problem of labelKeyProblems(name)) out.push(invalid(index(path, i), name, problem));
  }
}

function owners(value: unknown, path: string, out: Finding[]): void {
  const references = Array.isArray(value) ? value.filter(isMembers) : [];
  if (references.filter(({ controller }) => controller === true).length > 1) {
    out.push({
      path,
      message: 'Invalid value: "array": only one reference can have controller: true',
      blocking: false,
    });
  }
}

function bytesOf(annotations: { readonly [key: string]: unknown }): number {
  const sizes = Object.entries(annotations).map(([key, value]) => Buffer.byteLength(`${key}${String(value)}`));
  return sizes.reduce((sum, size) => sum + size, 0);
}
