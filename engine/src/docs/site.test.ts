import { expect, it } from 'vitest';
import { environment, functions, widget } from '../testing/widget.ts';
import { siteFiles } from './site.ts';

const platform = { name: 'toys', version: '1.2.3', group: 'toys.example.org', apis: { widget } };
const options = { platform, functions, environment, program: '@toys/kit', exampleOf: () => undefined } as never;
const pageOf = (changes: object, path = 'api-widget.html') =>
  String(siteFiles({ ...(options as object), ...changes } as never).find((file) => file.path === path)?.content);

it('shows the example of the platform, or else a claim with what it must have', () => {
  expect(pageOf({})).toMatch(/kind: Widget\nmetadata:\n {2}name: example\n {2}namespace: default\n/);
  expect(pageOf({})).toContain('npx @toys/kit render widget.yaml\nkubectl apply');
  const exampleOf = () => 'kind: Widget\nmetadata: { name: big }\n';
  expect(pageOf({ exampleOf })).toContain('kubectl delete widget big<');
});

it('says of the environment which fields it must have', () => {
  const page = pageOf({}, 'environment.html').replaceAll(/<[^>]*>/g, ' ');
  expect(page).toMatch(/maxTeeth\s+integer\s+100\s+The most teeth/);
  expect(page).toMatch(/name\s+string\s+required\s+The id of the environment/);
});

it('writes what an author wrote as text, wherever it stands', () => {
  const mark = '<img src=x onerror=alert(1)>';
  const odd = { ...widget, description: mark, tasks: { [mark]: mark }, secret: { ...widget.secret, host: mark } };
  const all = siteFiles({
    ...(options as object),
    platform: { ...platform, name: mark, apis: { widget: odd } },
  } as never);
  const text = all.map(({ content }) => String(content)).join('\n');
  expect(text).not.toContain('<img');
  expect(text.split('&lt;img src=x').length).toBeGreaterThan(6);
});

it('says how to get and run the kit, if the platform publishes one', () => {
  const run = 'npm install --save-dev @toys/kit\nnpx @toys/kit validate claims/';
  expect(pageOf({}, 'index.html')).toContain(run);
  expect(pageOf({ program: 'planesmith' }, 'index.html')).not.toContain('npm install');
});

it('lets a path in a cell break after a dot, and only a column of sentences insist on its width', () => {
  const style = pageOf({}, 'style.css');
  expect(style).not.toMatch(/^td:last-child/m);
  const odd = { ...widget, description: 'Like `a.b.c`, as `x.y z`.' };
  const page = pageOf({ platform: { ...platform, apis: { widget: odd } } }, 'index.html');
  expect(page).toContain('<code>a.<wbr>b.<wbr>c</code>, as <code>x.y z</code>');
});

it('marks the page that is open, and has a link past the links', () => {
  const page = pageOf({});
  expect(page.match(/aria-current="page">[^<]*/g)).toEqual(['aria-current="page">Widget']);
  expect(page).toContain('href="#content"');
  expect(page).toContain('id="content"');
});
