import { expect, test } from 'vitest';
import { toHtml } from './html.ts';
import { cell, table } from './markdown.ts';

test.each([
  { reason: 'a tag is text', markdown: 'a <script>alert(1)</script>', has: '&lt;script&gt;', lacks: '<script' },
  { reason: 'a block of HTML is text', markdown: '<div onclick="x()">\n\nb', has: '&lt;div', lacks: '<div' },
  {
    reason: 'text behind a tag is text too',
    markdown: 'a <pre>b <img src=x onerror=alert(1) c',
    has: 'b &lt;img src=x',
    lacks: '<img',
  },
  {
    reason: 'a description in a cell cannot end its escapes',
    markdown: table(['a', 'b'], [['c', cell(String.raw`\<kbd>d \<svg onload=alert(1) e`)]]),
    has: String.raw`\&lt;kbd&gt;d \&lt;svg`,
    lacks: '<svg',
  },
  {
    reason: 'a description in a cell keeps what follows a bar',
    markdown: table(['a', 'b'], [['c', cell('d \\| e \\')]]),
    has: 'd \\| e \\</td>',
    lacks: '&#',
  },
  {
    reason: 'an entity is its character',
    markdown: 'a &lt;b&gt; &amp; c',
    has: 'a &lt;b&gt; &amp; c',
    lacks: '&amp;lt;',
  },
  { reason: 'a link to another host says its protocol', markdown: '[c](//x.example/y)', has: 'c', lacks: 'x.example' },
  { reason: 'code is text', markdown: '`<b>`\n\n```\n<i>&\n```', has: '&lt;i&gt;&amp;', lacks: '<b>' },
  {
    reason: 'a link to a page is a link',
    markdown: '[c](conditions.html#a)',
    has: 'href="conditions.html#a"',
    lacks: '[c]',
  },
  { reason: 'a script is no link', markdown: '[c](javascript:alert(1))', has: 'c', lacks: 'javascript' },
  { reason: 'a link cannot end its attribute', markdown: '[c](<a.html"onclick="x>)', has: 'c', lacks: 'onclick=' },
  {
    reason: 'a picture from elsewhere is not fetched',
    markdown: '![logo](https://x.example/l.png)',
    has: 'logo',
    lacks: 'x.example',
  },
  {
    reason: 'a quote in a heading stays in its attribute',
    markdown: '## a "b"\n\n|c|d|\n|-|-|\n|`e`|f|',
    has: 'aria-label="a &quot;b&quot;"',
    lacks: 'label="a "b',
  },
])('$reason', ({ markdown, has, lacks }) => {
  const { body } = toHtml(markdown);
  expect(body).toContain(has);
  expect(body).not.toContain(lacks);
});

test('headings and fields have ids of their own, also if two have one name', () => {
  const fields = '|field|type|meaning|\n|-|-|-|\n|`a.b`|string|c|\n';
  const { body, sections } = toHtml(`## Its spec\n\n${fields}\n## Its spec\n\n${fields}\n### A b`);
  const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['its-spec', 'its-spec-a-b', 'its-spec-2', 'its-spec-a-b-2', 'a-b']);
  expect(sections).toEqual([
    { id: 'its-spec', title: 'Its spec' },
    { id: 'its-spec-2', title: 'Its spec' },
  ]);
});
