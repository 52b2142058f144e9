/** What people do with a claim after it exists, in Markdown: what follows from the API's fields and rules, and the tasks that its author adds. */
import { type Node, type AnyApi, holdsClaims } from '../schema/index.ts';
import { hasDeletion } from '../schema/vocabulary.ts';
import { reasonTable } from './conditions-page.ts';
import { block, cell, code } from './markdown.ts';

/** The claim of the page, and where to read on. */
interface About {
  readonly name: string;
  readonly namespace?: string;
  readonly conditions: string;
}

/** The tasks, each with a heading of level 3. */
export function tasks(api: AnyApi, about: About): readonly string[] {
  const own = Object.entries(api.tasks).flatMap(([title, text]) => [`### ${title}`, text]);
  return [...whyNotReady(api, about), ...change(api), ...newValues(api), ...own, ...move(api), ...remove(api, about)];
}

function whyNotReady({ singular }: AnyApi, about: About): readonly string[] {
  return [
    '### Find out why it is not ready',
    block('sh', `kubectl get ${singular} ${addressOf(about)}\nkubectl describe ${singular} ${addressOf(about)}`),
    `Its condition \`Provisioned\` gives a reason, and a message that says what is missing. [Conditions](${about.conditions}) has more.`,
    reasonTable(({ status }) => status !== 'True'),
  ];
}

function change({ kind, spec }: AnyApi): readonly string[] {
  const bound = changeRules(spec, '');
  const tried = triedField(spec);
  const sentences = [
    "Change the claim's file, and apply or commit it again. The table of fields says what a change does.",
    ...(tried === undefined
      ? []
      : [
          `\`planesmith explain ${kind}.${tried} --environment <file>\` shows what each value becomes in an environment.`,
        ]),
    ...(bound.length === 0 ? [] : ['The API server refuses some changes:']),
  ];
  const list = bound.map(([path, message]) => `- ${path === '' ? '' : `${code(path)}: `}${cell(message)}`);
  return ['### Change it', sentences.join(' '), ...(list.length === 0 ? [] : [list.join('\n')])];
}

/** The rules on what a change may do, with the path of the field that each is about. */
function changeRules(node: Node, path: string): readonly (readonly [path: string, message: string])[] {
  const here = node.rules
    .filter(({ rule }) => /\boldSelf\b/.test(rule))
    .map(({ fieldPath = '', message }) => [`${path}${fieldPath}`.replace(/^\./, ''), message] as const);
  const below =
    node.kind === 'object'
      ? Object.entries(node.fields).map(([name, field]) => [field, `${path}.${name}`] as const)
      : node.kind === 'map'
        ? [[node.values, `${path}.<name>`] as const]
        : node.kind === 'array'
          ? [[node.items, `${path}[]`] as const]
          : [];
  return [...here, ...below.flatMap(([field, at]) => changeRules(field, at))];
}

/** The first field whose values are worth a comparison: a choice or a number with a default, which may change. */
function triedField(spec: Node): string | undefined {
  const fields = spec.kind === 'object' ? Object.entries(spec.fields) : [];
  return fields.find(
    ([, field]) =>
      field.presence === 'defaulted' &&
      (field.kind === 'enum' || field.kind === 'integer') &&
      !field.rules.some(({ rule }) => rule === 'self == oldSelf'),
  )?.[0];
}

function newValues({ secret }: AnyApi): readonly string[] {
  if (Object.keys(secret).length === 0) return [];
  return [
    '### Read a new value of its Secret',
    'The Secret follows if the owner of a value gives a new one, such as another password. Kubernetes restarts no pod for it: files of a mounted ' +
      'Secret change within a minute or so, and an application that reads them once, or reads variables, must be restarted.',
    block('sh', 'kubectl rollout restart deployment <name>'),
  ];
}

function move({ recorded }: AnyApi): readonly string[] {
  if (recorded.kind !== 'object' || Object.keys(recorded.fields).length === 0) return [];
  return [
    '### Move it',
    'A claim stays on its target (`status.target`) and where it was made, whatever the environment says later. To move it, make a second claim, ' +
      'copy what the first one holds, let applications use the second one, and delete the first.',
  ];
}

function remove(api: AnyApi, about: About): readonly string[] {
  const { singular } = api;
  const command = `kubectl delete ${singular} ${addressOf(about)}`;
  if (!hasDeletion(api)) {
    const first = holdsClaims(api)
      ? 'The API server refuses to delete it as long as claims are in it: `status.claims` counts them. '
      : '';
    return ['### Delete it', `${first}All that it became is deleted with it.`, block('sh', command)];
  }
  const patch = `kubectl patch ${singular} ${addressOf(about)} --type merge -p '{"spec":{"deletion":"delete"}}'`;
  return [
    '### Delete it, or keep its data',
    'With `deletion: retain` the API server refuses to delete it, and the data stays. If the deletion is forced nevertheless, most targets keep what ' +
      'holds the data: ask the platform team. With `deletion: delete` the data goes with the claim, for good:',
    block('sh', `${patch}\n${command}`),
  ];
}

function addressOf({ name, namespace }: About): string {
  return namespace === undefined ? name : `${name} -n ${namespace}`;
}
