/**
 * The names that Kubernetes allows, with its messages for bad ones:
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validate/content/dns.go and kube.go
 */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

function form(rule: string, expression: string, ...examples: string[]): (text: string) => string[] {
  // A group that repeats would fill the stack with a text of millions of characters, so a list of labels is matched one by one.
  const isList = expression === subdomain;
  const anchored = new RegExp(`^${isList ? label : expression}$`);
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  const message = `${rule} (e.g. ${shown}regex used for validation is '${expression}')`;
  return (text) => ((isList ? text.split('.') : [text]).every((part) => anchored.test(part)) ? [] : [message]);
}

function atMost(limit: number, text: string): string[] {
  return Buffer.byteLength(text) > limit ? [`must be no more than ${limit} bytes`] : [];
}

const characters = 'alphanumeric characters';
const ends = 'must start and end with an alphanumeric character';
const subdomainForm = form(
  `a lowercase RFC 1123 subdomain must consist of lower case ${characters}, '-' or '.', and ${ends}`,
  subdomain,
  'example.com',
);
const labelForm = form(
  `a lowercase RFC 1123 label must consist of lower case ${characters} or '-', and ${ends}`,
  label,
  'my-name',
  '123-abc',
);
const label1035Form = form(
  `a DNS-1035 label must consist of lower case ${characters} or '-', start with an alphabetic character, and end with an alphanumeric character`,
  label1035,
  'my-name',
  'abc-123',
);
const qualifiedRule = `must consist of ${characters}, '-', '_' or '.', and ${ends}`;
const qualifiedForm = form(qualifiedRule, qualified, 'MyName', 'my.name', '123-abc');
const labelValueForm = form(
  `a valid label must be an empty string or consist of ${characters}, '-', '_' or '.', and ${ends}`,
  `(${qualified})?`,
  'MyValue',
  'my_value',
  '12345',
);

/** Problems of the name of most objects. */
export function subdomainProblems(text: string): string[] {
  return [...atMost(253, text), ...subdomainForm(text)];
}

/**
 * Problems of a name that must only fit into a path: no object has another one, and those of RBAC, such as `system:basic-user`, need nothing more.
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/validation/path/name.go
 */
export function pathSegmentProblems(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%']
    .filter((character) => text.includes(character))
    .map((character) => `may not contain '${character}'`);
}

/** Problems of the name of a namespace. */
export function labelProblems(text: string): string[] {
  const problems = labelForm(text);
  const dotted = problems.length > 0 && subdomainForm(text).length === 0;
  return [...atMost(63, text), ...(dotted ? ['must not contain dots'] : problems)];
}

/** Problems of a plural, singular, short name or category of a kind. */
export function label1035Problems(text: string): string[] {
  return [...atMost(63, text), ...label1035Form(text)];
}

/** Problems of the key of a label or annotation. */
export function labelKeyProblems(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    const [message = ''] = qualifiedForm('');
    return [`a valid label key ${message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1)!;
  const prefix = parts.length === 2 ? parts[0]! : undefined;
  return [
    ...(prefix === '' ? ['must be non-empty'] : prefix === undefined ? [] : subdomainProblems(prefix)).map(
      (problem) => `prefix part ${problem}`,
    ),
    ...[...(name === '' ? ['must be non-empty'] : atMost(63, name)), ...qualifiedForm(name)].map(
      (problem) => `name part ${problem}`,
    ),
  ];
}

/** Problems of the value of a label. */
export function labelValueProblems(text: string): string[] {
  return [...atMost(63, text), ...labelValueForm(text)];
}
