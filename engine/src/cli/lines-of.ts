/** The lines of a text that comes in pieces from a program that nobody trusts. */

/** No state of a claim is as long, in characters. */
const longest = 64 * 1024 * 1024;

export class LinesOf {
  readonly #each: (line: string) => void;
  readonly #tooLong: () => void;
  #pieces: string[] = [];
  #length = 0;

  /** Calls `each` with every line; `tooLong` if one is longer than any answer, which is then dropped. */
  constructor(each: (line: string) => void, tooLong: () => void) {
    this.#each = each;
    this.#tooLong = tooLong;
  }

  add(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#keep(first);
    for (const other of others) {
      const line = this.#pieces.join('');
      this.#pieces = [];
      this.#length = 0;
      this.#each(line);
      this.#keep(other);
    }
  }

  #keep(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= longest) return;
    this.#pieces = [];
    this.#length = 0;
    this.#tooLong();
  }
}
