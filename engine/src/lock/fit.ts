/** Compares a lock with what a platform composes, installs and calls. */
import { type Lock, lockFile, type Pin, pinText, sections, unresolved } from './lock.ts';
import type { Reference } from './references.ts';

/** What a platform needs. */
export interface Needs {
  /** API groups of kinds that come with a provider or an operator. */
  readonly groups: readonly string[];
  /** Functions that steps of others call, with the version or the digest that they name. */
  readonly functions: readonly { readonly package: string; readonly version: string }[];
  /** Images and charts in composed objects and install bundles, with the object that each is in. */
  readonly references: readonly (Reference & { readonly where: string })[];
  /** Images and charts that environments name, and that claims may compose. */
  readonly offered: readonly Reference[];
}

/** Sentences, each once. */
export interface Fit {
  /** What a release would name by a tag alone. */
  readonly unpinned: readonly string[];
  /** What the lock lacks, or has otherwise. */
  readonly missing: readonly string[];
  /** What the lock has and nobody needs. */
  readonly unused: readonly string[];
}

/** How the lock fits; without one, everything is missing that needs a pin. */
export function fitOf(lock: Lock, needs: Needs): Fit {
  const brought = new Set([...lock.providers, ...lock.operators].flatMap(({ groups = [] }) => groups));
  const images = [...lock.images, ...lock.charts, ...lock.providers];
  const all = [...needs.references, ...needs.offered];
  return {
    unpinned: unique(needs.references.filter(({ digest }) => digest === undefined).map(unpinnedText)),
    missing: unique([
      ...needs.groups
        .filter((group) => !brought.has(group))
        .map((group) => `no provider or operator in ${lockFile} brings ${group}`),
      ...needs.functions.flatMap((each) => functionProblem(each, lock.functions)),
      ...all.filter(({ digest }) => digest !== undefined).flatMap((each) => pinProblem(each, images)),
    ]),
    unused: unused(lock, needs),
  };
}

function unused(lock: Lock, needs: Needs): readonly string[] {
  const needed = neededOf(lock, needs);
  return sections
    .flatMap((section) => lock[section].filter((pin) => !needed[section].includes(pin)))
    .map(({ name }) => `nothing needs ${name} of ${lockFile}`);
}

/** The part of the lock that somebody needs, and its base. */
export function neededOf(lock: Lock, { groups, functions, references, offered }: Needs): Lock {
  const isNamed = (pin: Pin): boolean => [...references, ...offered].some((each) => isSame(each, pin));
  const operators = lock.operators.filter((pin) => isBringing(pin, groups));
  const installs = ({ name }: Pin): boolean => operators.some((operator) => operator.name === name);
  return {
    ...lock,
    providers: lock.providers.filter((pin) => isBringing(pin, groups)),
    operators,
    functions: lock.functions.filter(({ image }) => functions.some((each) => each.package === image)),
    // A chart that is named like an operator installs it.
    charts: lock.charts.filter((pin) => isNamed(pin) || installs(pin)),
    images: lock.images.filter(isNamed),
  };
}

function unpinnedText({ kind, where, path, text }: Needs['references'][number]): string {
  return `${where}: ${path}: the ${kind} ${text} has no digest`;
}

function functionProblem(each: Needs['functions'][number], pins: readonly Pin[]): readonly string[] {
  const pin = pins.find(({ image }) => image === each.package);
  if (pin === undefined) return [`${lockFile} has no function ${each.package}, which a step calls`];
  if (each.version === pin.version || each.version === pin.digest) return [];
  return [`a step calls ${each.package} ${each.version}, and ${lockFile} pins ${pin.version}`];
}

function pinProblem(each: Reference, pins: readonly Pin[]): readonly string[] {
  const { kind, image, version, digest } = each;
  const list = kind === 'chart' ? 'charts' : 'images';
  const pin = pins.find((candidate) => isSame(each, candidate));
  const text = pinText({ name: '', image, version: version ?? '', digest: unresolved });
  if (pin === undefined) return [`${list} of ${lockFile} have no ${text}, which is composed`];
  if (pin.digest === unresolved || pin.digest === digest) return [];
  return [`${text} is composed with ${digest}, and ${lockFile} pins ${pin.digest}`];
}

/** A reference with a digest alone is that of the pin with this digest. A chart without a name is any of its folder. */
function isSame({ kind, image, version, digest }: Reference, pin: Pin): boolean {
  const isThere = image === pin.image || (kind === 'chart' && pin.image.startsWith(`${image}/`));
  return isThere && (version === undefined ? digest === pin.digest : version === pin.version);
}

/** A provider family has the settings of the others: `aws.example.org` goes with `rds.aws.example.org`. */
function isBringing({ groups = [] }: Pin, needed: readonly string[]): boolean {
  return groups.some((group) => needed.some((each) => each === group || each.endsWith(`.${group}`)));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
