/** CEL's named formats for Kubernetes names: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/format.go */
import { Optional } from '@marcbachmann/cel-js';
import { formats } from '../../format/formats.ts';
import {
  label1035Problems,
  labelKeyProblems,
  labelProblems,
  labelValueProblems,
  subdomainProblems,
} from '../../validate/names.ts';
import { type CelFunction, type CelLibrary, type Comparable, equals } from './function.ts';

class FormatWord {}

class NamedFormat implements Comparable {
  readonly name: string;
  readonly problems: (text: string) => string[];

  constructor(name: string, problems: (text: string) => string[]) {
    this.name = name;
    this.problems = problems;
  }

  [equals](other: unknown): boolean {
    return other instanceof NamedFormat && this.name === other.name;
  }
}

const prefix = (problems: (text: string) => string[]) => (text: string) => problems(text.replace(/(.)-$/s, '$1a'));
const unless = (isGood: (text: string) => boolean, problem: string) => (text: string) =>
  isGood(text) ? [] : [problem];

const named: { readonly [name: string]: (text: string) => string[] } = {
  dns1123Label: labelProblems,
  dns1123Subdomain: subdomainProblems,
  dns1035Label: label1035Problems,
  qualifiedName: labelKeyProblems,
  dns1123LabelPrefix: prefix(labelProblems),
  dns1123SubdomainPrefix: prefix(subdomainProblems),
  dns1035LabelPrefix: prefix(label1035Problems),
  labelValue: labelValueProblems,
  uri: unless(formats.uri, 'invalid URI for request'),
  uuid: unless(formats.uuid, 'does not match the UUID format'),
  byte: unless(formats.byte, 'invalid base64'),
  date: unless(formats.date, 'invalid date'),
  datetime: unless(formats['date-time'], 'invalid datetime'),
};

const FORMAT = 'kubernetes.NamedFormat';
const WORD = 'kubernetes.FormatWord';

function formatNamed(name: string): Optional<NamedFormat> {
  const problems = Object.hasOwn(named, name) ? named[name] : undefined;
  return problems === undefined ? Optional.none() : Optional.of(new NamedFormat(name, problems));
}

function validate(format: NamedFormat, text: string): Optional<string[]> {
  const problems = format.problems(text);
  return problems.length === 0 ? Optional.none() : Optional.of(problems);
}

export const namedFormats: CelLibrary = {
  types: [{ name: FORMAT, ctor: NamedFormat }],
  namespaces: [{ word: 'format', type: { name: WORD, ctor: FormatWord } }],
  functions: [
    ...Object.entries(named).map(([name, problems]): CelFunction => ({
      signature: `${WORD}.${name}(): ${FORMAT}`,
      run: () => new NamedFormat(name, problems),
    })),
    {
      signature: `${WORD}.named(string): optional<${FORMAT}>`,
      run: (_: FormatWord, name: string) => formatNamed(name),
    },
    { signature: `${FORMAT}.validate(string): optional<list<string>>`, run: validate },
  ],
};
