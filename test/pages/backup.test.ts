/** The page on backups names every kind of claim, and an account as the platform takes it. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { textOf } from './page.ts';

const page = textOf('docs/backup.md');

test('it restores the status of every kind of claim', () => {
  const [, listed = ''] = /--status-include-resources (\S+)$/m.exec(page) ?? [];
  const kinds = Object.values(platform.apis).map(({ plural }) => `${plural}.${platform.group}`);
  expect(listed.split(',')).toEqual(kinds.toSorted());
});
