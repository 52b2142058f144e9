/** Names that a cloud never accepts: a claim with such a name gets another one in the cloud, and existing resources keep theirs. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { exampleSpec, facts, readyClaim, recorded } from '../fixtures.ts';

const ready = (key: string, target: string, name: string) =>
  readyClaim({ kind: platform.apis[key]!.kind, target, environment: facts(), spec: exampleSpec(key), name });

const cases = [
  ...['google-exports', 'my-google', 'g00gle', 'goog1e-data', 'gogle', 'goggle'].map((name) => ({
    key: 'object-bucket',
    target: 'gcp',
    name,
    field: 'bucket',
    refused: /g[o0]+g+[l1]e/,
    reason: 'names of buckets cannot contain google or close misspellings',
  })),
  ...[
    { key: 'pub-sub', field: 'broker' },
    { key: 'database', field: 'identity' },
    { key: 'cache', field: 'identity' },
  ].flatMap(({ key, field }) =>
    ['microsoft-365', 'windows-hosts', 'mswindowsapps'].map((name) => ({
      key,
      target: 'azure',
      name,
      field,
      refused: /microsoft|windows/,
      reason: 'public names cannot contain its trade marks',
    })),
  ),
];

test.each(cases)('a $key on $target called $name has a name that its cloud accepts: $reason', (row) => {
  const { key, target, name, field, refused } = row;
  const claim = ready(key, target, name);
  const { [field]: cloudName = '' } = recorded(claim);
  expect(cloudName).not.toMatch(refused);
  expect(cloudName).toMatch(/^example-org-[0-9a-f]{16}$/);
  expect(JSON.stringify([...claim.objects])).toContain(`"${cloudName}"`);
});

test.each([
  { key: 'object-bucket', target: 'gcp', name: 'windows', field: 'bucket' },
  { key: 'object-bucket', target: 'aws', name: 'google', field: 'bucket' },
  { key: 'pub-sub', target: 'azure', name: 'google', field: 'broker' },
])('the cloud name of a $key on $target contains $name, which that cloud accepts', ({ key, target, name, field }) => {
  const { [field]: cloudName = '' } = recorded(ready(key, target, name));
  expect(cloudName).toContain(name);
});

test('an existing bucket with such a name keeps it', () => {
  const claim = ready('object-bucket', 'gcp', 'google-exports');
  claim.status = {
    ...claim.status,
    recorded: { ...recorded(claim), bucket: 'example-org-google-exports' },
  };
  claim.settle();
  expect(claim.secret?.['bucket']).toBe('example-org-google-exports');
});
