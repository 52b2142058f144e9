/** Reads anchors, aliases and tags. */
import { codeOf, type Cursor, isBlankOrEnd, isNameCharacter, peek, problemAt } from './cursor.ts';

const afterName: ReadonlySet<number> = new Set([...'?:,]}%@`'].map(codeOf));
const exclamation = codeOf('!');
const standard = 'tag:yaml.org,2002:';
/** Begins the tag whose handle only a directive could declare, and kubectl reads no directive. No text has this character. */
export const undeclared = '\0';

/** Passes an anchor or an alias with its sign, and returns its name. */
export function readAnchor(cursor: Cursor): string {
  const start = cursor.offset;
  cursor.offset += 1;
  const name = readName(cursor);
  const next = peek(cursor);
  if (name === '' || !(isBlankOrEnd(next) || afterName.has(next))) {
    throw problemAt(cursor, 'the name of an anchor has only letters, digits, - and _', start);
  }
  return name;
}

/** Passes a tag and returns it in full. A tag of its own kind is `!` and its name. */
export function readTag(cursor: Cursor): string {
  const start = cursor.offset;
  const tag = peek(cursor, 1) === codeOf('<') ? readVerbatim(cursor) : readShort(cursor);
  if (!isBlankOrEnd(peek(cursor))) throw problemAt(cursor, 'expected a blank after a tag', start);
  return tag;
}

function readVerbatim(cursor: Cursor): string {
  cursor.offset += 2;
  const uri = readUri(cursor);
  if (uri === '' || peek(cursor) !== codeOf('>')) throw problemAt(cursor, 'a tag in < > has no end');
  cursor.offset += 1;
  return uri;
}

function readShort(cursor: Cursor): string {
  const start = cursor.offset;
  cursor.offset += 1;
  const name = readName(cursor);
  if (peek(cursor) !== exclamation) return `!${name}${readUri(cursor)}`;
  cursor.offset += 1;
  const suffix = readUri(cursor);
  if (suffix === '') throw problemAt(cursor, 'a tag has no name', start);
  return name === '' ? `${standard}${suffix}` : `${undeclared}!${name}!`;
}

function readName(cursor: Cursor): string {
  const start = cursor.offset;
  while (isNameCharacter(peek(cursor))) cursor.offset += 1;
  return cursor.text.slice(start, cursor.offset);
}

/** The bytes that `%` escapes stand for come back as one character each: only ASCII tags mean anything. */
function readUri(cursor: Cursor): string {
  const part = /(?:[\w\-;/?:@&=+$,.!~*'()[\]]|%[\da-f]{2})*/iy;
  part.lastIndex = cursor.offset;
  const [uri = ''] = part.exec(cursor.text) ?? [];
  cursor.offset += uri.length;
  if (peek(cursor) === codeOf('%')) throw problemAt(cursor, 'a % in a tag needs two hexadecimal digits');
  const bytes = Buffer.from(
    uri.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
    'latin1',
  );
  if (!isWellFormed(bytes)) throw problemAt(cursor, 'a tag has % escapes that are no UTF-8 text');
  return bytes.toString('latin1');
}

/** As libyaml sees it: only the number of bytes of a character counts. */
function isWellFormed(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const width = lead < 0x80 ? 1 : lead >> 5 === 6 ? 2 : lead >> 4 === 14 ? 3 : lead >> 3 === 30 ? 4 : 0;
    const rest = bytes.subarray(i + 1, i + width);
    if (width === 0 || rest.length < width - 1 || rest.some((byte) => byte >> 6 !== 2)) return false;
    i += width;
  }
  return true;
}
