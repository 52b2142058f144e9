/** The answers of an API server, by path: live ones and those of a dump are the same texts. */

/** One answer. */
export type Answer =
  | { readonly found: unknown }
  | { readonly absent: true }
  /** `why` is a part of a sentence. */
  | { readonly why: string };

/** Answers by the path of the API server, such as `/version`. */
export type Answers = (path: string) => Answer;

/** The answers in texts: JSON, or what kubectl says in place of it. A path without a text was not asked. */
export function answersIn(texts: ReadonlyMap<string, string>): Answers {
  return (path) => {
    const text = texts.get(path);
    return text === undefined ? { why: `${path} is not in the dump` } : answerIn(path, text.trim());
  };
}

/** How kubectl ends if the API server does not know the path. */
const notFound = /\(NotFound\)|could not find the requested resource/;

function answerIn(path: string, text: string): Answer {
  // First as JSON: an object may quote such words of kubectl, in the message of a condition.
  try {
    const found: unknown = JSON.parse(text);
    const { kind, reason, message } = (found ?? {}) as Readonly<Record<string, unknown>>;
    if (kind !== 'Status') return { found };
    return reason === 'NotFound' ? { absent: true } : { why: `${path} says: ${String(message)}` };
  } catch {
    if (notFound.test(text)) return { absent: true };
    if (/\(Forbidden\)|\(Unauthorized\)|forbidden:/.test(text)) return { why: `you may not read ${path}` };
    return { why: `${path} gave no JSON${text === '' ? '' : `: ${text.split('\n', 1)[0]}`}` };
  }
}

/** An object of a list, as far as checks read it. */
export interface Item {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The objects of a list; a string that says why they are not known. There are none of a kind that is absent. */
export function itemsIn(answer: Answer): readonly Item[] | string {
  if ('why' in answer) return answer.why;
  if ('absent' in answer) return [];
  const { items } = (answer.found ?? {}) as { readonly items?: unknown };
  if (!Array.isArray(items)) return 'the answer is no list';
  return items.filter((item): item is Item => typeof item === 'object' && item !== null);
}

/** The value at a path of members, if there is one. */
export function at(value: unknown, ...members: readonly string[]): unknown {
  return members.reduce<unknown>(
    (inner, member) =>
      typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>)[member] : undefined,
    value,
  );
}
