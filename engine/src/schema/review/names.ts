/** The names of an API: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go */
import type { Issue } from '../../errors.ts';
import type { AnyApi } from '../api.ts';
import { xrKind, xrPlural, xrSingular } from '../flavour.ts';
import { label1035Problems } from '../validate/names.ts';

/** Short names of Kubernetes' own kinds, which kubectl prefers. */
const kubernetesShortNames: ReadonlySet<string> = new Set(
  'cj cm crd crds cs csr deploy ds ep ev hpa ing limits netpol no ns pc pdb po pv pvc quota rc rs sa sc sts svc'.split(
    ' ',
  ),
);

/** Categories that Crossplane adds. */
const crossplaneCategories: ReadonlySet<string> = new Set(['composite', 'claim']);

/** An issue for each name of the API that Kubernetes or Crossplane would refuse or confuse. */
export function nameIssues(api: AnyApi): Issue[] {
  const { kind, plural, singular, shortNames, categories, version, alsoServed } = api;
  const issues: Issue[] = [];
  const add = (path: string, message: string) => void issues.push({ path, message });
  if (!/^[A-Z][A-Za-z0-9]*$/.test(kind)) add('kind', `"${kind}" should be in CamelCase, such as ObjectBucket`);
  if (/^[0-9a-f]{8}$/i.test(kind))
    add('kind', `"${kind}" looks like the hash at the end of a resource name, which would be ambiguous`);
  if (kind.endsWith('List')) add('kind', `"${kind}" ends in List, which Kubernetes keeps for lists of objects`);
  for (const [path, name] of Object.entries({ plural: xrPlural(api, 'claims'), singular: xrSingular(api, 'claims') })) {
    for (const problem of label1035Problems(name))
      add(path, `"${name.slice(1)}" (with the X of its XR "${name}"): ${problem}`);
  }
  if (`${xrKind(api, 'claims')}List`.length > 63)
    add('kind', `"${kind}" must have no more than 58 characters: Kubernetes names the list of its XRs X${kind}List`);
  if (plural === singular) add('plural', `"${plural}" is the singular as well: give the plural explicitly`);
  for (const [path, names] of Object.entries({ version: [version], alsoServed })) {
    for (const name of names) {
      if (!/^v[1-9]\d*(?:(?:alpha|beta)[1-9]\d*)?$/.test(name))
        add(path, `"${name}" is not a version such as v1alpha1, v1beta1 or v1`);
    }
  }
  if (alsoServed.includes(version)) add('alsoServed', `"${version}" is the version already`);
  for (const name of shortNames) {
    for (const problem of label1035Problems(name)) add('shortNames', `"${name}": ${problem}`);
    if (kubernetesShortNames.has(name)) add('shortNames', `"${name}" is the short name of a kind of Kubernetes`);
    if (name === plural || name === singular) add('shortNames', `"${name}" is the plural or singular already`);
  }
  for (const category of categories) {
    for (const problem of label1035Problems(category)) add('categories', `"${category}": ${problem}`);
    if (crossplaneCategories.has(category)) add('categories', `"${category}" is added by Crossplane`);
  }
  for (const [path, names] of Object.entries({ alsoServed, shortNames, categories })) {
    for (const name of names.filter((other, i) => names.indexOf(other) !== i)) add(path, `"${name}" is there twice`);
  }
  return issues;
}
