import { describe, expect, test } from 'vitest';
import { dispatch } from '../dispatch.ts';
import { functions } from '../../testing/widget.ts';
import { settle, widgetRequest, type WidgetRequest } from '../../testing/widget-request.ts';

const handler = dispatch(functions);
const team = 'toys.example.org/team';

interface Labelled extends WidgetRequest {
  readonly labels?: Readonly<Record<string, string>>;
}

/** A request for a widget with these labels. */
function requestFor({ labels = {}, ...options }: Labelled) {
  const request = widgetRequest(options);
  const claim = request.observed?.composite?.resource as { metadata: object };
  claim.metadata = { ...claim.metadata, labels: { ...(claim.metadata as { labels?: object }).labels, ...labels } };
  return request;
}

/** The answer in a cluster in which the claim's namespace has these labels, or none of them exists. */
function answer(options: Labelled, namespace?: Readonly<Record<string, string>>) {
  const metadata = { name: 'team-a', labels: namespace };
  const cluster = namespace && { 'team-a': { apiVersion: 'v1', kind: 'Namespace', metadata } };
  const { desired, conditions, requirements } = settle(handler, requestFor(options), cluster);
  const teams = Object.values(desired?.resources ?? {}).map(
    ({ resource }) => (resource as { metadata: { labels: Record<string, string> } }).metadata.labels[team],
  );
  const { message } = conditions.find(({ reason }) => reason === 'Refused') ?? {};
  return { teams: [...new Set(teams)], refusal: message, requirements };
}

describe('everything composed says whose it is', () => {
  test.each([
    { labels: {}, teams: ['team-a'], reason: 'a namespace belongs to one team, by its name' },
    { labels: { team: 'blue' }, teams: ['blue'], reason: 'a preview does not know the namespace' },
    { labels: { team: '' }, teams: ['team-a'], reason: 'an empty label says nothing' },
  ])('where nobody looks for the namespace: $reason', ({ labels, teams }) => {
    expect(answer({ labels }).teams).toEqual(teams);
  });

  test.each([
    { namespace: {}, teams: ['team-a'], reason: 'its name is the only fact' },
    { namespace: { [team]: 'green' }, teams: ['green'], reason: 'the platform has labelled it' },
    { namespace: { team: 'blue' }, teams: ['team-a'], reason: 'anybody may use a label without the platform’s group' },
    { namespace: { [team]: 'green' }, labels: { team: 'green' }, teams: ['green'], reason: 'the claim agrees' },
  ])('in a namespace with the labels $namespace: $reason', ({ namespace, labels = {}, teams }) => {
    for (const flavour of ['namespaced', 'claims'] as const)
      expect(answer({ labels, flavour }, namespace)).toMatchObject({ teams, refusal: undefined });
  });
});

describe('a claim that names another team than its namespace’s', () => {
  const said = { labels: { team: 'blue' } };
  const existing = { ...said, status: { recorded: { version: '1', teeth: 8, style: 'plain' } } };

  test.each([
    { namespace: { [team]: 'green' }, owner: 'green' },
    { namespace: {}, owner: 'team-a' },
  ])('is refused if it is new, and nothing is made: it belongs to $owner', ({ namespace, owner }) => {
    const { teams, refusal, requirements } = answer(said, namespace);
    expect(teams).toEqual([]);
    expect(refusal).toBe(
      `metadata.labels.team: the namespace team-a belongs to the team ${owner}, not to blue (${owner} stays in use); ` +
        'change it in the claim, or ask the platform team',
    );
    // Crossplane calls a function until its requirements are stable.
    expect(Object.values(requirements?.resources ?? {}).map(({ kind }) => kind)).toEqual(['Namespace', 'Gear']);
  });

  test('goes on for the team of its namespace if it exists', () => {
    const { teams, refusal } = answer(existing, { [team]: 'green' });
    expect(teams).toEqual(['green']);
    expect(refusal).toContain('belongs to the team green, not to blue');
  });
});
