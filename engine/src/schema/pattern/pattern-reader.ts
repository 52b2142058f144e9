/** A cursor over a regular expression, by code point. */

export class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next code point, or the empty string at the end. */
  get peek(): string {
    const point = this.#text.codePointAt(this.#at);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  next(): string {
    const point = this.peek;
    if (point === '') throw new Error('unexpected end of the expression');
    this.#at += point.length;
    return point;
  }

  /** Whether the next code point is `point`, which is then passed. */
  take(point: string): boolean {
    if (this.peek !== point) return false;
    this.#at += point.length;
    return true;
  }

  /** What the sticky expression matches here, which is then passed. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }
}
