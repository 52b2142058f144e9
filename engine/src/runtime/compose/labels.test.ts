import { expect, test } from 'vitest';
import { dispatch } from '../dispatch.ts';
import { functions } from '../../testing/widget.ts';
import { widgetRequest } from '../../testing/widget-request.ts';

const handler = dispatch(functions);
const team = 'toys.example.org/team';

/** The team on everything that is composed for a claim with the given labels. */
function teamsOf(labels: Record<string, string>) {
  const request = widgetRequest();
  const claim = request.observed?.composite?.resource as { metadata: object };
  claim.metadata = { ...claim.metadata, labels };
  const composed = Object.values(handler(request).desired?.resources ?? {});
  const found = composed.map(({ resource }) => {
    const { metadata } = resource as { metadata: { labels: Record<string, string> } };
    return metadata.labels[team];
  });
  return [...new Set(found)];
}

test.each([
  { labels: {}, teams: ['team-a'], reason: 'a namespace belongs to one team' },
  { labels: { team: 'blue' }, teams: ['blue'], reason: 'unless several share it' },
  { labels: { team: '' }, teams: ['team-a'], reason: 'an empty label says nothing' },
])('everything composed says whose it is: $reason', ({ labels, teams }) => {
  expect(teamsOf(labels)).toEqual(teams);
});
