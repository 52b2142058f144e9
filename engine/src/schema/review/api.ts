/** The review of an API: its parts, and the rules that concern more than one part. */
import type { Issue } from '../../errors.ts';
import type { AnyApi } from '../api.ts';
import { reservedSpecFields } from '../crossplane-fields.ts';
import { child } from '../field-path.ts';
import { compositionName } from '../flavour.ts';
import { limitIssues } from '../limits/unfit.ts';
import type { Node } from '../node.ts';
import { reservedStatusFields } from '../status.ts';
import { hasDeletion, hasEffectiveDeletion } from '../vocabulary.ts';
import { xrSchema } from '../xr.ts';
import { abbreviationIssues } from './abbreviations.ts';
import { columnIssues } from './columns.ts';
import { deprecationIssues } from './deprecations.ts';
import { foreignWordIssues, nounsIn } from './foreign-words.ts';
import { nameIssues } from './names.ts';
import { rootPlace } from './place.ts';
import { problems } from './review.ts';
import { reviewRules, totalCost, totalCostLimit } from './rules.ts';

/** Every issue of the API, empty for a sound one. */
export function apiIssues(api: AnyApi): Issue[] {
  const parts = (['spec', 'recorded', 'status'] as const).flatMap((part) => [
    ...problems(api[part], part),
    ...abbreviationIssues(api[part], part),
    ...foreignWordIssues(api[part], part),
  ]);
  const issues = [
    ...nameIssues(api),
    ...conversionIssues(api),
    ...descriptionIssues(api),
    ...parts,
    ...reserved(api.spec, 'spec', reservedSpecFields),
    ...reserved(api.status, 'status', reservedStatusFields),
    ...(['recorded', 'status'] as const).flatMap((part) => defaultIssues(api[part], part)),
    ...recordedRules(api),
    ...targetIssues(api),
    ...secretIssues(api),
    ...silentTasks(api),
    ...deletionIssues(api),
    ...limitIssues(api),
  ];
  return issues.length > 0 ? issues : [...columnIssues(api), ...rootRules(api), ...deprecationIssues(api)];
}

function descriptionIssues({ description }: AnyApi): Issue[] {
  const path = 'description';
  if (String(description ?? '').trim() === '') return [{ path, message: 'says nothing' }];
  return nounsIn([description]).map((noun) => ({ path, message: `says "${noun}", which is a provider's word` }));
}

/** An earlier schema was reviewed by the rules of its day, so it must be one that claims can be checked with, and no more. */
function conversionIssues({ convert }: AnyApi): Issue[] {
  return convert === undefined ? [] : problems(convert.from, 'convert.from');
}

function fieldsOf(node: Node): { readonly [name: string]: Node } {
  return node.kind === 'object' ? node.fields : {};
}

function reserved(node: Node, path: string, names: readonly string[]): Issue[] {
  return Object.keys(fieldsOf(node)).flatMap((name) =>
    names.includes(name)
      ? [{ path: child(path, name), message: 'is a name that Crossplane or planesmith uses: choose another' }]
      : [],
  );
}

/** A status has no defaults: the function writes all of it, and leaves fields out on purpose. */
function defaultIssues(node: Node, path: string): Issue[] {
  const issues =
    node.presence === 'defaulted' ? [{ path, message: 'has a default, but only the function writes a status' }] : [];
  return [
    ...issues,
    ...Object.entries(fieldsOf(node)).flatMap(([name, field]) => defaultIssues(field, child(path, name))),
  ];
}

function recordedRules({ recorded }: AnyApi): Issue[] {
  if (recorded.rules.length === 0) return [];
  const message = 'has rules at its root, where any field may still be missing: put them on the fields';
  return [{ path: 'recorded', message }];
}

/** What is wrong with the names of targets, for an API with this plural. */
export function targetIssues({
  targets,
  plural,
}: {
  readonly targets: readonly string[];
  readonly plural: string;
}): Issue[] {
  const path = 'targets';
  if (targets.length === 0) return [{ path, message: 'is empty: name at least one' }];
  return targets.flatMap((target, i) => {
    if (!/^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$/.test(target)) {
      return [
        { path, message: `"${target}" is not a name for a target: use up to 32 lower-case letters, digits and dashes` },
      ];
    }
    const name = compositionName({ plural }, target);
    if (name.length > 63) {
      const message = `"${target}" makes a Composition ${name}, which has ${name.length} characters; Crossplane writes the name into a label, of 63 at most: shorten it or plural`;
      return [{ path, message }];
    }
    return targets.indexOf(target) === i ? [] : [{ path, message: `names "${target}" twice` }];
  });
}

/** People, and the policy that protects retained data (release/policies.ts), read from the status what becomes of it. */
function deletionIssues(api: AnyApi): Issue[] {
  if (!hasDeletion(api) || hasEffectiveDeletion(api)) return [];
  const message =
    'lacks deletion (retain or delete): the spec has that field, and where it is absent only the status can tell';
  return [{ path: 'status.effective', message }];
}

function silentTasks({ tasks }: AnyApi): Issue[] {
  const silent = Object.entries(tasks).filter(([title, text]) => title.trim() === '' || String(text).trim() === '');
  return silent.map(([title]) => ({ path: child('tasks', title), message: 'says nothing' }));
}

/** The spec must allow aliases for exactly the promised keys. */
function secretIssues({ spec, secret }: AnyApi): Issue[] {
  const field = fieldsOf(spec)['connectionSecret'];
  const aliases = field && fieldsOf(field)['keyAliases'];
  const keys = aliases?.kind === 'map' && aliases.values.kind === 'enum' ? aliases.values.values : undefined;
  const path = 'secret';
  const promised = Object.keys(secret);
  const odd = promised.filter((name) => !/^[-._a-zA-Z0-9]{1,253}$/.test(name));
  const silent = promised.filter((name) => String(secret[name] ?? '').trim() === '');
  const issues = [
    ...odd.map((name) => ({ path, message: `"${name}" is not a key of a Secret` })),
    ...silent.map((name) => ({ path: child(path, name), message: 'says nothing: write what its value means' })),
  ];
  if (promised.length === 0)
    return field === undefined
      ? issues
      : [
          ...issues,
          { path, message: 'is empty, but the spec has the field connectionSecret: promise its keys or take it out' },
        ];
  if (field === undefined)
    return [
      ...issues,
      {
        path,
        message:
          'promises keys, but the spec has no field connectionSecret: add connectionSecret(…) with the same keys',
      },
    ];
  if (keys?.join() === promised.join()) return issues;
  return [
    ...issues,
    {
      path,
      message: `promises ${promised.join(', ')}, but spec.connectionSecret is for ${keys?.join(', ') ?? 'something else'}: give both the same keys`,
    },
  ];
}

function rootRules(api: AnyApi): Issue[] {
  const object = xrSchema(api);
  const tooMuch = totalCost(object) / totalCostLimit;
  return [
    ...reviewRules(object, rootPlace('')).map((message) => ({ path: 'rules', message })),
    ...(tooMuch > 1
      ? [
          {
            path: 'spec',
            message: `has rules that together are too expensive for the API server, ${tooMuch.toFixed(1)} times over its budget`,
          },
        ]
      : []),
  ];
}
