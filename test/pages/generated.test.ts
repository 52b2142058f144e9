/** Pages and tables that come from definitions are the ones that `npm run update` writes. */
import { expect, test } from 'vitest';
import { apiPages } from '../api-pages.ts';
import { tablePages } from '../generated-tables.ts';

test.each([...(await tablePages()), ...(await apiPages())])('$path is up to date', ({ present, wanted }) => {
  expect(present).toBe(wanted);
});
