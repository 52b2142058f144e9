/** What CHANGELOG.md says of a version. */

/** The text under the heading that names `version`, as `## 1.2.3 (2026-01-31)`; undefined where there is none. */
export function changelogEntry(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((section) => section.split(/[\s\]]/, 1)[0]?.replace(/^[[v]+/, '') === version);
  return found?.slice(found.indexOf('\n') + 1).trim();
}
