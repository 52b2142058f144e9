/** Turns Markdown into the inside of an HTML page: no script, nothing from elsewhere, and every text escaped. */
import { Marked, type RendererObject, type Tokens } from 'marked';

/** A page as HTML. */
export interface Html {
  readonly body: string;
  /** The headings of level 2, with the ids to link to. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** The Markdown as HTML. Headings have ids, and so has each row of a table that begins with code, such as a field. */
export function toHtml(markdown: string): Html {
  const sections: { id: string; title: string }[] = [];
  const idOf = uniqueIds();
  let section = '';
  const renderer: RendererObject = {
    heading({ tokens, depth, text }) {
      const id = idOf(text);
      section = text;
      if (depth === 2) sections.push({ id, title: text });
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    html: ({ text }) => escape(text),
    // Marked leaves text behind a tag such as <pre> as it is, and here a tag is text.
    text(token) {
      return 'tokens' in token && token.tokens ? this.parser.parseInline(token.tokens) : escapeOnce(token.text);
    },
    image: ({ text }) => escape(text),
    code: ({ text }) => `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`,
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return isLink(href) ? `<a href="${escape(href)}">${text}</a>` : text;
    },
    table({ header, rows }) {
      const inline = (cell: Tokens.TableCell) => this.parser.parseInline(cell.tokens);
      const heads = header.map((cell) => `<th role="columnheader" scope="col">${inline(cell)}</th>`);
      const lines = rows.map(([first, ...others]) => {
        const name = first?.tokens[0]?.type === 'codespan' ? first.text : undefined;
        const id = name === undefined ? '' : ` id="${idOf(`${section} ${name}`)}"`;
        // A long path breaks after a dot.
        const title = first === undefined ? '' : inline(first);
        const head = name === undefined ? title : breakable(title);
        const cells = others.map((cell, index) => {
          // On a phone each cell of several has the head of its column before it.
          const label = others.length > 1 ? ` data-head="${escape(plain(header[index + 1]))}"` : '';
          return `<td role="cell"${label}>${inline(cell).replaceAll(/<code>[\w.]+<\/code>/g, breakable)}</td>`;
        });
        return `<tr role="row"${id}><th role="rowheader" scope="row">${head}</th>${cells.join('')}</tr>\n`;
      });
      // What scrolls must be reached by the keyboard, and then say what it is. On a phone the cells are no table to the browser: hence the roles.
      return (
        `<div class="table" role="region" tabindex="0" aria-label="${escape(section)}"><table role="table">\n` +
        `<thead role="rowgroup"><tr role="row">${heads.join('')}</tr></thead>\n<tbody role="rowgroup">\n${lines.join('')}</tbody>\n</table></div>\n`
      );
    },
  };
  const body = new Marked({ gfm: true, renderer }).parse(markdown, { async: false });
  return { body, sections };
}

/** Text in HTML, also inside of quotes. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Escaped text, in which an entity such as `&amp;` stays the character that it stands for. */
function escapeOnce(text: string): string {
  return escape(text).replaceAll(/&amp;(?=#\d{1,7};|#[xX][\da-fA-F]{1,6};|\w+;)/g, '&');
}

const breakable = (path: string): string => path.replaceAll(/\.(?=\w)/g, '.<wbr>');

/** The head of a column without its marks. */
function plain(cell: Tokens.TableCell | undefined): string {
  return (cell?.text ?? '').replaceAll('`', '');
}

/** Whether a link leads to a page: of this site, or of the web. A script is no page. */
function isLink(href: string): boolean {
  return /^(https?:\/\/|(?!\/\/)[\w./-]*(#[\w.-]*)?$)/.test(href);
}

/** Ids as forges make them of headings; the second of a name gets a number. */
function uniqueIds(): (text: string) => string {
  const used = new Set<string>();
  return (text) => {
    const name =
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-|-$/g, '') || 'part';
    let id = name;
    for (let count = 2; used.has(id); count++) id = `${name}-${count}`;
    used.add(id);
    return id;
  };
}
