/** Reads the entry of one version from CHANGELOG.md. */

/** The text under the heading of a version, such as `## 1.2.3 (2026-01-31)`; undefined if there is none. */
export function changelogEntry(changelog: string, version: string): string | undefined {
  const section = sectionOf(changelog, version);
  return section?.slice(section.indexOf('\n') + 1).trim();
}

/** Why a release of the version cannot go out with this changelog; undefined if it can. */
export function changelogProblem(changelog: string, version: string): string | undefined {
  const heading = sectionOf(changelog, version)?.split('\n', 1)[0];
  if (heading === undefined) return `CHANGELOG.md has no heading \`## ${version}\``;
  return /unreleased/i.test(heading) ? `CHANGELOG.md calls ${version} unreleased` : undefined;
}

/** From the version in its heading to the next heading. */
function sectionOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  return sections.find((section) => section.split(/[\s\]]/, 1)[0]?.replace(/^[[v]+/, '') === version);
}
