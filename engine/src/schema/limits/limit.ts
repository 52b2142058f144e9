/** Limits that an environment sets on a field of a claim, as data: the function's refusal and the policies at admission follow from them. */

/** The values that a sentence may quote. */
export type Quoted = 'asked' | 'amount' | 'limit';

interface Common {
  /** The limit counts only for claims with these values of other fields: the recorded one, or else that of the spec. @default always */
  readonly when?: Readonly<Record<string, string | boolean>>;
}

/** The value must be in a list of the environment. */
export interface Among extends Common {
  /** The path of the list in the EnvironmentConfig's data, such as `limits.sizes`. */
  readonly among: string;
  /** Why another value is refused; `{asked}` and `{limit}` are filled in. @default '{asked} is not offered here, only {limit}' */
  readonly why?: string;
}

/** The amount must not exceed a number of the environment. */
export interface Most extends Common {
  /** The path of the number in the EnvironmentConfig's data, such as `limits.storageGB`. */
  readonly most: string;
  /** The unit at the end of a text such as `14d`, whose number is the amount. @default the field is a number */
  readonly unit?: string;
  /** The amount that each value of a choice stands for. @default the value itself is the amount */
  readonly amounts?: Readonly<Record<string, number>>;
  /** Why more is refused; `{asked}`, `{amount}` and `{limit}` are filled in. @default '{asked} is more than the {limit} allowed here' */
  readonly why?: string;
}

/** One value needs a section of the environment. */
export interface Needs extends Common {
  /** The path of the section in the EnvironmentConfig's data, such as `namespaces.gitops`. */
  readonly needs: string;
  /** The value that needs it. */
  readonly value: string | boolean;
  /** Why the value is refused without it. */
  readonly why: string;
}

/** One limit of an environment on one field of a spec. */
export type Limit = Among | Most | Needs;

/** The limits of an API by the field of its spec. Of several on one field, the first that is exceeded counts. */
export type Limits = Readonly<Record<string, readonly Limit[]>>;

/** The team that can raise a limit, as refusals name it: it writes the EnvironmentConfig. */
export const platformTeam = 'the platform team';

/** The path of the value in the environment that a limit depends on. */
export function pathOf(limit: Limit): string {
  if ('among' in limit) return limit.among;
  return 'most' in limit ? limit.most : limit.needs;
}

/** The reason of a refusal in parts: texts, and the values between them. */
export function reasonOf(limit: Limit): readonly (string | { readonly quoted: Quoted })[] {
  const usual =
    'among' in limit ? '{asked} is not offered here, only {limit}' : '{asked} is more than the {limit} allowed here';
  return (limit.why ?? usual)
    .split(/(\{(?:asked|amount|limit)\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{\w+\}$/.test(part) ? { quoted: part.slice(1, -1) as Quoted } : part));
}

/** Who is asked about a refusal, and what the claim's author does about it. */
interface Remedy {
  readonly who?: string | undefined;
  /** @default to change the field in the claim */
  readonly remedy?: string | undefined;
}

/** What to do about a refusal, as part of a sentence. */
export function remedyText({ who, remedy = 'change it in the claim' }: Remedy): string {
  return `${remedy}${who === undefined ? '' : `, or ask ${who}`}`;
}

/** A refusal's message around its reason. */
export function refusalText({ path, ...remedy }: Remedy & { readonly path: string }): {
  readonly before: string;
  readonly after: string;
} {
  return { before: `${path}: `, after: `; ${remedyText(remedy)}` };
}

/** What claims may ask for by these limits, one text for each: the field, and what it depends on. The words of a refusal are left out. */
export function limitTexts(limits: Limits): string[] {
  return Object.entries(limits).flatMap(([field, all]) =>
    all.map((limit) => {
      const { why: _, when, ...rest } = limit;
      const by = Object.entries(rest).map(
        ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
      );
      return `spec.${field}: ${[...by, ...Object.entries(when ?? {}).map((entry) => `when ${entry.join(' is ')}`)].join(', ')}`;
    }),
  );
}
