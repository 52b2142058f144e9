/** Versions as tags write them. */
import { isVersion } from '../compare/version.ts';
import { UserError } from '../errors.ts';

/** Tags may begin with a v, which is no part of the version. */
export function bare(tag: string): string {
  return tag.replace(/^v(?=\d)/, '');
}

/** The version as a tag in the form of the tag in use. */
export function likeThat(version: string, tag: string): string {
  return `${/^v\d/.test(tag) ? 'v' : ''}${bare(version)}`;
}

/** The version in a tag. Throws a `UserError` that says what it should be the version of, and where it is from, if it is no semantic one. */
export function versionIn(tag: string, of: string): string {
  const version = bare(tag);
  if (isVersion(version)) return version;
  throw new UserError(`the version ${version} of ${of} is no semantic version`, { hint: 'give one such as v1.2.3' });
}
