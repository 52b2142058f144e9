/** Versions and version constraints in the syntax of Crossplane (github.com/Masterminds/semver/v3 v3.5.0), which has no leading zeros. */

/** Masterminds reads 64 bits. */
const number = String.raw`(0|[1-9]\d{0,18})`;
const identifier = String.raw`(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)`;
const suffix = String.raw`(-${identifier}(\.${identifier})*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?`;
const part = String.raw`(${number}|[xX*])`;
const partial = String.raw`v?${part}(\.${part}){0,2}${suffix}`;
const comparison = String.raw`(=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*${partial}`;
const range = String.raw`${partial}\s+-\s+${partial}`;
const single = String.raw`(${range}|${comparison})`;
const conjunction = String.raw`\s*${single}(\s*,\s*${single}|\s+${single})*\s*`;
const constraint = new RegExp(String.raw`^${conjunction}(\|\|${conjunction})*$`);
const version = new RegExp(String.raw`^${number}\.${number}\.${number}${suffix}$`);

/** True if Crossplane can parse the text as a constraint; an exact version is one. */
export function isConstraint(text: string): boolean {
  return constraint.test(text);
}

/** True for a complete version: Crossplane finds a package only by such a tag. */
export function isVersion(text: string): boolean {
  return version.test(text);
}
