import { expect, it } from 'vitest';
import { functions, widget } from '../testing/widget.ts';
import { apiPage } from './api-page.ts';

const page = apiPage(widget, {
  group: 'toys.example.org',
  example: 'kind: Widget\n',
  targets: functions.widget.targets,
  conditions: '../conditions.md',
});

it.each([
  {
    reason: 'how kubectl knows it',
    line: '`kubectl get` knows it as `widgets`, and it is served as `toys.example.org/v1alpha1`.',
  },
  { reason: 'the example', line: '```yaml\nkind: Widget\n```' },
  { reason: 'a choice with its default', line: '| `size` | string | `"small"` | ' },
  { reason: 'the bounds of a number', line: 'Limits: 1 to 1000.' },
  { reason: 'the kinds of a target', line: '| `local` | Gear' },
  { reason: 'the keys of its Secret', line: '`host`, `port`, `username`, `password`' },
  { reason: 'the name of its Secret', line: '`<name>-widget`' },
  { reason: 'the page on conditions', line: '(../conditions.md)' },
])('the page on an API says $reason', ({ line }) => {
  expect(page).toContain(line);
});

it('a table stays a table whatever a description says', () => {
  const { size } = (widget.spec as unknown as { fields: { size: object } }).fields;
  const spec = { ...widget.spec, fields: { size: { ...size, description: 'a | b\n*c* `d|e` <f>' } } };
  const odd = apiPage({ ...widget, spec } as never, { group: 'g', example: '', targets: {} });
  expect(odd).toContain('a \\| b \\*c\\* `d\\|e` \\<f>');
});
