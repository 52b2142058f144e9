/** Versions and version constraints in the syntax of Crossplane (github.com/Masterminds/semver/v3). */

const suffix = String.raw`(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?`;
const part = String.raw`(\d+|[xX*])`;
const partial = String.raw`v?${part}(\.${part}){0,2}${suffix}`;
const comparison = String.raw`(=|!=|>|<|>=|=>|<=|=<|~|~>|\^)?\s*${partial}`;
const range = String.raw`${partial}\s+-\s+${partial}`;
const single = String.raw`(${range}|${comparison})`;
const conjunction = String.raw`\s*${single}(\s*,\s*${single}|\s+${single})*\s*`;
const constraint = new RegExp(String.raw`^${conjunction}(\|\|${conjunction})*$`);
const version = new RegExp(String.raw`^\d+\.\d+\.\d+${suffix}$`);

/** True if Crossplane can parse the text as a constraint; an exact version is one. */
export function isConstraint(text: string): boolean {
  return constraint.test(text);
}

/** True for a complete version: Crossplane finds a package only by such a tag. */
export function isVersion(text: string): boolean {
  return version.test(text);
}
