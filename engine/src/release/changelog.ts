/** Reads the entry of one version from CHANGELOG.md. */

/** The text under the heading of a version, such as `## 1.2.3 (2026-01-31)`; undefined if there is none. */
export function changelogEntry(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const entry = sections.find((section) => section.split(/[\s\]]/, 1)[0]?.replace(/^[[v]+/, '') === version);
  return entry?.slice(entry.indexOf('\n') + 1).trim();
}
