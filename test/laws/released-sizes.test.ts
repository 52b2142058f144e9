/** The size tables by which existing claims go: an edit would restart or resize servers that run. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sizes } from '../../apis/vocabulary.ts';
import { managedRedisFor, nodeFor } from '../../functions/cache/sizes.ts';
import { capacityOf, currentEdition, sizeTable } from '../../functions/database/sizes.ts';

/** The SHA-256 of each released edition. A new edition adds a line; no line ever changes. */
const editions = {
  v1: 'e1ce12868b7aa9ae2c7548d9094bbec16674fdd736575c5cc7c4a549c900dacf',
};

/** The memory in MiB of caches, in small steps. */
const memory = Array.from({ length: 1024 }, (_, step) => (step + 1) * 8);

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const remedy =
  'servers that run follow this table: undo the edit, and see "Size tables" in docs/changing-an-api.md for how sizes change';

test.each(Object.entries(editions))('edition %s of the sizes of a database is as it was released', (edition, sum) => {
  expect(hash(sizes.map((size) => capacityOf(size, edition, sizeTable))), remedy).toBe(sum);
});

test('new databases follow a released edition', () => {
  expect(Object.keys(editions), 'add the hash of the new edition above').toContain(currentEdition);
});

test.each([
  {
    table: 'the nodes of ElastiCache',
    of: nodeFor,
    sum: '7ef5daff4fc516e817e76d56fcd14928db5748e341dd97424a11773b0a2f8ccd',
  },
  {
    table: 'the SKUs of a managed Redis',
    of: managedRedisFor,
    sum: 'ebb3a5f52377d4cad6256e7bffe2635503ef828a7ec36e70435f2e6d6b6a4d72',
  },
])('$table are as they were released', ({ of, sum }) => {
  expect(hash(memory.map((size) => of(size))), remedy).toBe(sum);
});
