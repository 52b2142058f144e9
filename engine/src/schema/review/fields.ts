/** The fields of an object: their presence and their names. */
import type { Review } from './place.ts';

/** Words that kubectl's reader of YAML 1.1 takes for no text, as a key too (sigs.k8s.io/yaml v1.6.0, goyaml.v2/resolve.go). */
const yamlWords: ReadonlySet<string> = new Set(['y', 'yes', 'on', 'true', 'n', 'no', 'off', 'false', 'null']);

export const reviewFields: Review = (node, { isRoot, isElement }) => {
  if (isElement && node.presence !== 'required') {
    return ['can be neither optional nor defaulted: an item or value that is not there is left out by its author'];
  }
  if (isRoot && node.presence !== 'required') return ['is the root: it can be neither optional nor defaulted'];
  if (isRoot && node.nullable) return ["is the root: it can't be null"];
  if (node.kind !== 'object') return isRoot ? ['is the root: it must be an object'] : [];
  const names = Object.keys(node.fields);
  if (names.length === 0 && !isRoot) return ['is an object without fields: everything in it would be pruned'];
  return names.flatMap((name) => {
    if (name === 'constructor') return ['field name "constructor" means something to JavaScript: choose another'];
    if (yamlWords.has(name)) {
      return [`field name "${name}" is a truth value or null to kubectl, unless every claim quotes it: choose another`];
    }
    const cased = camelCase(name);
    return name === cased ? [] : [`field name "${name}" should be in camelCase, as "${cased}"`];
  });
};

/** The name in camelCase; capitals inside it stay: `storage_GB` becomes `storageGB`. */
function camelCase(name: string): string {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return name;
  const [first = 'field', ...rest] = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const words = rest.map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`);
  return [first.toLowerCase(), ...words].join('').replace(/^(?=\d)/, 'n');
}
