import { expect, it } from 'vitest';
import { apiVersionOf, modelPath } from './kind.ts';

it.for([
  { apiVersion: 'v1', kind: 'Secret', path: 'core/v1/secret', reason: 'the core group has no name' },
  { apiVersion: 'example.org/v1', kind: 'SubnetGroup', path: 'example.org/v1/subnet-group', reason: 'words are split' },
  {
    apiVersion: 'example.org/v1',
    kind: 'TopicIAMMember',
    path: 'example.org/v1/topic-iam-member',
    reason: 'the letters of an abbreviation stay together',
  },
  {
    apiVersion: 'example.org/v1',
    kind: 'SQLDatabase',
    path: 'example.org/v1/sql-database',
    reason: 'also at the start',
  },
  { apiVersion: 'example.org/v1', kind: 'S3Bucket', path: 'example.org/v1/s3-bucket', reason: 'a digit ends a word' },
])('$apiVersion $kind is generated as $path: $reason', ({ apiVersion, kind, path }) => {
  expect(modelPath({ apiVersion, kind })).toBe(path);
  expect(apiVersionOf(path)).toBe(apiVersion);
});
