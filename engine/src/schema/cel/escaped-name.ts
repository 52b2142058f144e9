/** Field names escaped as rules must write them: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/escaping.go */

const reserved: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

const escapes: { readonly [part: string]: string } = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name of a field in CEL: `__namespace__` for `namespace`. */
export function escapeName(name: string): string {
  return reserved.has(name) ? `__${name}__` : name.replace(/__|[./-]/g, (part) => escapes[part]!);
}
