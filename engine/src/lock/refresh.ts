/** Asks registries what the tags of a lock name now. */
import { UserError } from '../errors.ts';
import { parseReference, type Patience, RegistryError } from '../registry/index.ts';
import { documentIn } from '../registry/manifest.ts';
import { openPull } from '../registry/pull.ts';
import { type Digest, digestOf } from '../xpkg/digest.ts';
import { type Lock, type Pin, pinsOf, sections, unresolved } from './lock.ts';

/** What a registry says about a pin. */
export interface Answer {
  readonly pin: Pin;
  /** What the tag names now; undefined if no registry says it. */
  readonly found: Digest | undefined;
  /**
   * `same`, and `resolved` if the lock had no digest. `moved`: the tag names something else than before, and nobody accepted that. `updated`: somebody
   * did. `failed`: no registry says it, for the `reason`.
   */
  readonly outcome: 'same' | 'resolved' | 'moved' | 'updated' | 'failed';
  readonly reason?: string;
}

export interface RefreshOptions {
  /** The names of the pins to ask for. @default all */
  readonly only?: readonly string[];
  /** The names of the pins whose tags may have moved. @default none */
  readonly update?: readonly string[];
  readonly patience?: Patience;
}

/** What registries say about the pins, in the order of the lock. Registries are asked at the same time, and each of them one by one. */
export async function refresh(lock: Lock, options: RefreshOptions = {}): Promise<readonly Answer[]> {
  const { only = [], update = [], patience } = options;
  const wanted = new Set([...only, ...update]);
  const pins = pinsOf(lock)
    .map(({ pin }) => pin)
    .filter(({ name }) => wanted.size === 0 || wanted.has(name));
  const answers = new Map<Pin, Answer>();
  await Promise.all(
    [...Map.groupBy(pins, hostOf).values()].map(async (ofHost) => {
      let silence: string | undefined;
      for (const pin of ofHost) {
        const answer =
          silence === undefined ? await ask(pin, update.includes(pin.name), patience) : failed(pin, silence);
        if ('silent' in answer) silence = answer.reason;
        answers.set(pin, { pin: answer.pin, found: answer.found, outcome: answer.outcome, ...reasonOf(answer) });
      }
    }),
  );
  return pins.map((pin) => answers.get(pin)!);
}

/** The lock with the digests that registries gave, except those of tags that moved unaccepted. */
export function refreshed(lock: Lock, answers: readonly Answer[]): Lock {
  const digests = new Map(
    answers.flatMap(({ pin, found, outcome }) =>
      found !== undefined && (outcome === 'resolved' || outcome === 'updated') ? [[pin, found] as const] : [],
    ),
  );
  const next = (pin: Pin): Pin => ({ ...pin, digest: digests.get(pin) ?? pin.digest });
  const [providers, functions, operators, charts, images] = sections.map((section) => lock[section].map(next));
  return {
    providers: providers!,
    functions: functions!,
    operators: operators!,
    charts: charts!,
    images: images!,
    ...(lock.base !== undefined && { base: next(lock.base) }),
  };
}

function hostOf({ image }: Pin): string {
  return image.slice(0, image.indexOf('/'));
}

function failed(pin: Pin, reason: string): Answer {
  return { pin, found: undefined, outcome: 'failed', reason };
}

function reasonOf({ reason }: Answer): Pick<Answer, 'reason'> {
  return reason === undefined ? {} : { reason };
}

/** `silent` is there if the registry answers nothing at all, so that it need not be asked again. */
async function ask(pin: Pin, accepted: boolean, patience?: Patience): Promise<Answer & { readonly silent?: true }> {
  const { image, version, digest } = pin;
  const reference = parseReference(`${image}:${version}`);
  if (reference === undefined) return failed(pin, `${image}:${version} is no place in a registry`);
  try {
    const { first, name } = await openPull(reference, patience);
    // A page that asks for a login is no image, whatever its digest.
    const { manifests, config } = documentIn(first, name);
    if (manifests.length === 0 && config === undefined) return failed(pin, `${name} is neither an image nor an index`);
    const found = digestOf(first);
    if (digest === unresolved) return { pin, found, outcome: 'resolved' };
    if (digest === found) return { pin, found, outcome: 'same' };
    return { pin, found, outcome: accepted ? 'updated' : 'moved' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isSilent = error instanceof RegistryError && error.status === undefined;
    return { ...failed(pin, error.message), ...(isSilent && { silent: true }) };
  }
}
