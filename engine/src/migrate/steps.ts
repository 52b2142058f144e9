/** What an administrator does in a cluster whose claims become namespaced XRs, in order. docs/moving-to-namespaced.md explains each step. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';

/** One step. */
export interface Step {
  readonly title: string;
  /** Lines of a shell. The steps run in one shell, which knows the names of the first. */
  readonly commands: string;
}

interface Names {
  readonly group: string;
  /** The plurals of the APIs with claims. */
  readonly apis: readonly string[];
  readonly targets: readonly string[];
  /** The package to remove, and the one to install. */
  readonly from: string;
  readonly to: string;
  /** The address of the package to install. */
  readonly reference: string;
}

/**
 * The steps for the packages of a target. Throws a `UserError` if the platform has no two packages that differ in their flavour alone.
 *
 * @default the target of the first package
 */
export function moveSteps(platform: Platform, target?: string): readonly Step[] {
  const { group, registry, version, packages } = platform;
  const same = (one: readonly string[], other: readonly string[]) => one.join() === other.join();
  const from = packages.find(
    ({ flavour, targets }) => flavour === 'claims' && (target === undefined || targets.includes(target)),
  );
  const to = packages.find(
    ({ flavour, targets, apis }) =>
      flavour === 'namespaced' && from !== undefined && same(targets, from.targets) && same(apis, from.apis),
  );
  if (from === undefined || to === undefined) {
    const place = target === undefined ? '' : ` on ${target}`;
    throw new UserError(
      `the platform has no package with claims${place} and one that differs from it in the flavour alone`,
      {
        hint: 'declare both in packages, with the same APIs and targets',
      },
    );
  }
  const apis = Object.entries(platform.apis)
    .filter(([key, { scope }]) => scope === 'Namespaced' && from.apis.includes(key))
    .map(([, { plural }]) => plural);
  const reference = `${registry}/${to.name}:v${version}`;
  return stepsWith({ group, apis, targets: from.targets, from: from.name, to: to.name, reference });
}

function stepsWith(names: Names): readonly Step[] {
  const { targets } = names;
  const bundles = targets.map((target) => `-f dist/install/${target}/policies.yaml`).join(' ');
  return [
    { title: 'Names', commands: namesOf(names) },
    { title: 'Save', commands: save },
    { title: 'Hold', commands: `kubectl delete --ignore-not-found ${bundles}\n${hold}` },
    { title: 'Orphan', commands: orphan },
    { title: 'Change the package', commands: change(names) },
    { title: 'Adopt', commands: adopt },
    { title: 'Check and close', commands: `${check}kubectl apply ${bundles}\n` },
  ];
}

const namesOf = ({ group, apis }: Names) => String.raw`group=${group}
apis='${apis.join(' ')}'
claims=$(printf "%s.$group," $apis | sed 's/,$//')
xrs=$(printf "x%s.$group," $apis | sed 's/,$//')
references() {
  jq -r '.items[] | (.spec.claimRef | .name + .kind) as $claim | .spec.resourceRefs[]? | (.apiVersion | split("/")) as $version
    | [.kind + if ($version | length) == 2 then "." + $version[1] + "." + $version[0] else "" end, .namespace, .name, $claim] | @tsv' xrs.json | sort
}
parts() {
  references | while read -r kind namespace name claim; do
    kubectl get "$kind" "$name" -n "$namespace" -o jsonpath='{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata.annotations.crossplane\.io/external-name}{"\n"}'
  done
}
`;

const save = `kubectl get "$claims" -A -o json > claims.json
kubectl get "$xrs" -o json > xrs.json
parts > before.txt
kubectl get "$claims,$xrs" -A -o yaml > live.yaml
references | while read -r kind namespace name claim; do
  echo ---
  kubectl get "$kind" "$name" -n "$namespace" -o yaml
done >> live.yaml
`;

/** Crossplane has seen the pause only once it says so: until then, it could make its own what Kubernetes lets go of. */
const untilPaused = `--for='jsonpath={.status.conditions[?(@.type=="Synced")].reason}=ReconcilePaused' --timeout=5m`;

const hold = `until kubectl annotate "$claims" --all -A --overwrite crossplane.io/paused=true; do sleep 1; done
until kubectl annotate "$xrs" --all --overwrite crossplane.io/paused=true; do sleep 1; done
kubectl wait "$claims,$xrs" --all -A ${untilPaused}
`;

/** Crossplane's name for the writer of composed objects: core composite/composition_functions.go of v2.4.0, ComposedFieldOwnerName. */
const orphan = `kubectl get "$xrs" -o name | xargs -r -I '{}' kubectl patch '{}' --type merge -p '{"metadata":{"finalizers":null}}'
kubectl delete "$xrs" --all --cascade=orphan
parts | diff before.txt -
references | while read -r kind namespace name claim; do
  kubectl get "$kind" "$name" -n "$namespace" -o jsonpath='{.metadata.ownerReferences[?(@.controller==true)].name}'
done
jq -r --arg group "$group" '.items[] | [(.kind + "." + $group), .metadata.namespace, .metadata.name] | @tsv' claims.json | while read -r kind namespace name; do
  kubectl patch "$kind" "$name" -n "$namespace" --type merge -p '{"metadata":{"finalizers":null}}'
  kubectl delete "$kind" "$name" -n "$namespace"
done
references | while read -r kind namespace name claim; do
  writer=apiextensions.crossplane.io/composed/$(printf '%s.%s' "$claim" "$group" | sha256sum | cut -d ' ' -f 1)
  until kubectl get "$kind" "$name" -n "$namespace" -o json --show-managed-fields |
    jq --arg writer "$writer" '(.metadata.managedFields[] | select(.manager | startswith("apiextensions.crossplane.io/composed/")) | .manager) = $writer' |
    kubectl replace -f -; do sleep 1; done
done
`;

/**
 * A revision that lost its owner would be reconciled, and own its objects again after it has let go of them (core v2.4.0
 * internal/controller/pkg/revision/establisher.go:207): Kubernetes would then delete them with it. So revisions rest until all of them are being deleted,
 * and the package does, since its reconcile would take the revisions back.
 */
const change = ({ from, to, targets, reference }: Names) =>
  `of=pkg.crossplane.io/package=${from}
kubectl annotate configuration.pkg.crossplane.io ${from} --overwrite crossplane.io/paused=true
kubectl annotate configurationrevision.pkg.crossplane.io -l "$of" --overwrite crossplane.io/paused=true
kubectl wait configuration.pkg.crossplane.io ${from} ${untilPaused}
kubectl wait configurationrevision.pkg.crossplane.io -l "$of" ${untilPaused}
kubectl delete configuration.pkg.crossplane.io ${from} --cascade=orphan
kubectl delete configurationrevision.pkg.crossplane.io -l "$of" --cascade=orphan --wait=false
kubectl annotate configurationrevision.pkg.crossplane.io -l "$of" crossplane.io/paused-
kubectl wait configurationrevision.pkg.crossplane.io -l "$of" --for=delete --timeout=5m
${targets.map((target) => `kubectl delete --ignore-not-found composition.apiextensions.crossplane.io $(printf '%s-${target} ' $apis)\n`).join('')}` +
  `kubectl delete compositeresourcedefinition.apiextensions.crossplane.io $(printf "x%s.$group " $apis)
crossplane xpkg install configuration ${reference} ${to}
kubectl wait --for=condition=Healthy --timeout=5m configuration.pkg.crossplane.io/${to}
kubectl wait --for=condition=Established --timeout=5m $(printf "compositeresourcedefinition.apiextensions.crossplane.io/%s.$group " $apis)
`;

const adopt = `until kubectl annotate --local -f claims crossplane.io/paused=true -o yaml | kubectl apply -f -; do sleep 1; done
jq '.items[] | select(.status.recorded) | {apiVersion, kind: .spec.claimRef.kind, metadata: (.spec.claimRef | {name, namespace}), status: {recorded: .status.recorded}}' xrs.json | kubectl apply --server-side --subresource=status -f -
kubectl annotate "$claims" --all -A crossplane.io/paused-
kubectl wait --for=condition=Ready --timeout=10m "$claims" --all -A
`;

const check = `kubectl get "$claims" -A
parts | diff before.txt -
`;

/** The steps as a text for a shell. */
export function stepsText(steps: readonly Step[]): string {
  return steps
    .map(({ title, commands }, index) => `# ${index === 0 ? title : `${index}. ${title}`}\n${commands}`)
    .join('\n');
}
