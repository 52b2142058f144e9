/** Names of Kubernetes as TypeScript identifiers and literals. */

/** The name of a property in an interface, quoted only if necessary. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** A string literal in single quotes. */
export function quote(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)}'`;
}

/** `my-kind`, `$ref`, `x-y` → `MyKind`, `Ref`, `XY`: a type name, never a reserved word, since it begins with a capital. */
export function pascal(name: string): string {
  const joined = name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
  return /^[A-Z]/.test(joined) ? joined : `X${joined}`;
}
