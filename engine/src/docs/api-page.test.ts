import { describe, expect, it } from 'vitest';
import { functions, widget } from '../testing/widget.ts';
import { api, claimsInside, connectionSecret, deletion, effectiveDeletion } from '../schema/index.ts';
import { defaulted, integer, map, object, oneOf, optional, string } from '../schema/index.ts';
import { apiPage } from './api-page.ts';

const onChange = (rule: string, message: string) => ({ rules: [{ rule, message }] });
const bound = {
  ...widget,
  spec: object({
    size: defaulted(oneOf('How big it is.', ['small', 'large']), 'small'),
    teeth: integer('How many.', {
      minimum: 1,
      maximum: 1000,
      ...onChange('self >= oldSelf', 'teeth can be added, never removed'),
    }),
    stickers: map('Texts.', string('One.', { maxLength: 9, ...onChange('self == oldSelf', 'a text stays') }), {
      maxProperties: 3,
    }),
  }),
  tasks: { 'Oil it': 'With oil.' },
};

const options = {
  group: 'toys.example.org',
  example: 'kind: Widget\nmetadata: { name: big, namespace: team-a }\n',
  file: 'widget.yaml',
  targets: functions.widget.targets,
  conditions: '../conditions.md',
};
const page = apiPage(bound as never, options);

it.each([
  {
    reason: 'how kubectl knows it',
    line: '`kubectl get` knows it as `widgets`, and it is served as `toys.example.org/v1alpha1`.',
  },
  { reason: 'the example', line: '```yaml\nkind: Widget\nmetadata: { name: big, namespace: team-a }\n```' },
  { reason: 'a choice with its default', line: '| `size` | string | `"small"` | ' },
  { reason: 'the bounds of a number', line: 'Limits: 1 to 1000; ' },
  { reason: 'the kinds of a target', line: '| `local` | Gear' },
  { reason: 'what to do with the example', line: 'npx planesmith render widget.yaml\nkubectl apply -f widget.yaml' },
  { reason: 'what a key of its Secret means', line: '| `password` | The password of that login. |' },
  { reason: 'how a pod reads its Secret', line: 'secretName: big-widget' },
  { reason: 'why a claim may not be ready', line: '| `Rejected` | False | the platform team |' },
  { reason: 'a choice that can be tried', line: '`npx planesmith explain Widget.size --environment <file>`' },
  { reason: 'what a change must keep', line: '- `teeth`: teeth can be added, never removed' },
  { reason: 'what an entry of a map must keep', line: '- `stickers.<name>`: a text stays' },
  { reason: 'a task of its author', line: '### Oil it\n\nWith oil.' },
  { reason: 'how to delete it', line: 'kubectl delete widget big -n team-a' },
  { reason: 'the name of its Secret', line: '`<name>-widget`' },
  { reason: 'the page on conditions', line: '(../conditions.md)' },
])('the page on an API says $reason', ({ line }) => {
  expect(page).toContain(line);
});

it('a table stays a table whatever a description says', () => {
  const { size } = (widget.spec as unknown as { fields: { size: object } }).fields;
  const spec = { ...widget.spec, fields: { size: { ...size, description: 'a | b\n*c* `d|e` <f>' } } };
  const odd = apiPage({ ...widget, spec } as never, { ...options, targets: {} });
  expect(odd).toContain('a \\| b \\*c\\* `d\\|e` \\<f>');
});

describe('the tasks', () => {
  const text = (changes: object) =>
    apiPage(api({ ...widget, columns: [], kind: 'Widget', secret: {}, limits: {}, ...changes } as never), options);
  const nothing = { spec: object({ note: optional(string('A note.', { maxLength: 9 })) }) };

  it.each([
    { reason: 'no Secret', changes: nothing, absent: '### Read a new value' },
    { reason: 'nothing recorded', changes: { ...nothing, recorded: object({}) }, absent: '### Move it' },
    { reason: 'no rule on changes', changes: nothing, absent: 'refuses some changes:' },
    { reason: 'no data to keep', changes: nothing, absent: 'kubectl patch' },
  ])('of an API with $reason say nothing of it', ({ changes, absent }) => {
    expect(page + retaining()).toContain(absent);
    expect(text(changes)).not.toContain(absent);
  });

  const retaining = () =>
    text({
      spec: object({ deletion: deletion(), connectionSecret: connectionSecret({ host: 'The host.' }) }),
      secret: { host: 'The host.' },
      status: object({ effective: optional(object({ deletion: effectiveDeletion() }, { description: 'E.' })) }),
    });

  it('of an API that keeps data say how to let it go', () => {
    expect(retaining()).toContain(
      `kubectl patch widget big -n team-a --type merge -p '{"spec":{"deletion":"delete"}}'\nkubectl delete widget big -n team-a`,
    );
  });

  it('of an API whose claims hold other claims say that these come first', () => {
    const holding = text({ ...nothing, scope: 'Cluster', status: object({ claims: claimsInside() }) });
    expect(holding).toContain('refuses to delete it as long as claims are in it');
  });
});
