/** Field paths as Kubernetes prints them: `spec.topics[0].name`, and `spec.labels[team]` for a key of a map. */

/** The path of a named field. */
export function child(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The path of an item of a list. */
export function index(path: string, i: number): string {
  return `${path}[${i}]`;
}

/** The path of a key of a map. */
export function key(path: string, name: string): string {
  return `${path}[${name}]`;
}
