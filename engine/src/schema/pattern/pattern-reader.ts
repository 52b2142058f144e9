/** A cursor over a regular expression, by code point. */

export class PatternReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#position >= this.#text.length;
  }

  /** The next code point, or the empty string at the end. */
  get peek(): string {
    const point = this.#text.codePointAt(this.#position);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  get rest(): string {
    return this.#text.slice(this.#position);
  }

  next(): string {
    const point = this.peek;
    if (point === '') throw new Error('unexpected end of the expression');
    this.#position += point.length;
    return point;
  }

  /** Moves past the next code point and returns true, if it is `point`. */
  take(point: string): boolean {
    if (this.peek !== point) return false;
    this.#position += point.length;
    return true;
  }

  /** Moves past the match of the sticky expression and returns it, if it matches here. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#position;
    const match = expression.exec(this.#text);
    if (match === null) return undefined;
    this.#position += match[0].length;
    return match;
  }
}
