/** The documentation of a platform as a static site: plain HTML and one style sheet, which a browser opens from a folder as from a server. */
import type { AnyFunctions } from '../authoring/functions.ts';
import type { File } from '../files.ts';
import { claimText, minimalClaim } from '../scaffold/minimal.ts';
import type { Offer } from '../judge/verdict.ts';
import { kebab } from '../schema/kind-name.ts';
import type { AnyApi, ObjectNode } from '../schema/index.ts';
import { apiPage } from './api-page.ts';
import { conditionsPage } from './conditions-page.ts';
import { environmentPage } from './environment-page.ts';
import { escape, toHtml } from './html.ts';
import { block, cell, table } from './markdown.ts';
import { style } from './style.ts';

/** What the site is about. */
export interface SiteOptions {
  readonly platform: Offer & { readonly name: string; readonly version: string };
  readonly functions: AnyFunctions;
  readonly environment: ObjectNode;
  /** The command of developers. */
  readonly program: string;
  /** The example claim of an API, as YAML, by the API's key; a minimal claim stands for one that is missing. */
  readonly exampleOf: (key: string) => string | undefined;
}

interface Page {
  readonly path: string;
  readonly title: string;
  readonly markdown: string;
}

const conditions = 'conditions.html';
const environmentPath = 'environment.html';

/** The files of the site: the same for the same platform. */
export function siteFiles({ platform, functions, environment, program, exampleOf }: SiteOptions): File[] {
  const { name, version } = platform;
  const apis = Object.entries(platform.apis).sort(([, a], [, b]) => (a.kind < b.kind ? -1 : 1));
  const ofApis = apis.map(([key, api]): Page => {
    const example = exampleOf(key) ?? sampleOf(api, platform);
    const { targets } = functions[key]!;
    const options = { group: platform.group, example, file: `${kebab(api.kind)}.yaml`, targets, conditions, program };
    return { path: pathOf(api), title: api.kind, markdown: apiPage(api, options) };
  });
  const [first] = apis;
  const pages: Page[] = [
    {
      path: 'index.html',
      title: 'Start',
      markdown: indexPage(
        platform,
        apis.map(([, api]) => api),
        program,
      ),
    },
    ...ofApis,
    ...(first === undefined ? [] : [{ path: conditions, title: 'Conditions', markdown: conditionsPage(first[1]) }]),
    { path: environmentPath, title: 'Environment', markdown: environmentPage(name, environment, functions) },
  ];
  return [
    ...pages.map((page) => ({ path: page.path, content: document(page, pages, `${name} ${version}`) })),
    { path: 'style.css', content: style },
  ];
}

function indexPage(
  { name, version, group }: SiteOptions['platform'],
  apis: readonly AnyApi[],
  program: string,
): string {
  const rows = apis.map((api) => [`[${api.kind}](${pathOf(api)})`, api.targets.join(', '), cell(api.description)]);
  const sections = [
    `# ${name} ${version}`,
    `What developers may ask for in a cluster that has this platform, as claims of the API group \`${group}\`. A claim is a file of a few lines, beside ` +
      'the application that needs it.',
    '## What there is',
    table(['kind', 'targets', 'what it is'], rows),
    ...(program === 'planesmith'
      ? []
      : ['## Trying claims', block('sh', `npm install --save-dev ${program}\nnpx ${program} validate claims/`)]),
    '## If something is wrong',
    `[Conditions](${conditions}) says what a claim reports about itself, and who must act. What is a fact of a cluster, and no field of a claim, is in ` +
      `[Environment](${environmentPath}).`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function pathOf({ kind }: AnyApi): string {
  return `api-${kebab(kind)}.html`;
}

function sampleOf(api: AnyApi, platform: Offer): string {
  return claimText(minimalClaim(api, platform, 'example', api.scope === 'Cluster' ? undefined : 'default'));
}

function document({ path, title, markdown }: Page, pages: readonly Page[], platform: string): string {
  const { body, sections } = toHtml(markdown);
  const [heading = '', ...rest] = body.split(/(?<=<\/h1>\n)/);
  const links = pages.map(
    (page) =>
      `<li><a href="${page.path}"${page.path === path ? ' aria-current="page"' : ''}>${escape(page.title)}</a></li>`,
  );
  const inPage = sections.map(({ id, title: name }) => `<li><a href="#${id}">${escape(name)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(`${title} · ${platform}`)}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p>${escape(platform)}</p>
<nav aria-label="Pages"><ul>
${links.join('\n')}
</ul></nav>
</header>
<main id="content">
${heading}<nav aria-label="On this page"><ul>
${inPage.join('\n')}
</ul></nav>
${rest.join('')}</main>
</body>
</html>
`;
}
