/** All checks of a cluster, from the answers of its API server. */
import { configurationsPath, functionsPath, registryCheck, rightsCheck, rightsPath } from './access.ts';
import type { Answers } from './answers.ts';
import type { Check } from './check.ts';
import { environmentCheck, environmentPath, identities, identityChecks } from './environment.ts';
import { groupPath, kindChecks, kindsPath, providersPath } from './kinds.ts';
import { groupOf } from '../schema/kind-name.ts';
import { type ClusterNeeds, installedKinds } from './needs.ts';
import { daemonSetsPath, networkCheck, snapshotClassesPath, storageChecks, storageClassesPath } from './storage.ts';
import { crossplaneCheck, crossplanePath, deploymentsPath, kubernetesCheck, versionPath } from './versions.ts';

/** The paths of the API server that the checks read, each once and in order. */
export function pathsOf(needs: ClusterNeeds): readonly string[] {
  const kinds = installedKinds(needs);
  const paths = [
    versionPath,
    crossplanePath,
    deploymentsPath(needs.crossplaneNamespace),
    environmentPath(needs.platform),
    providersPath,
    configurationsPath,
    functionsPath,
    storageClassesPath,
    snapshotClassesPath,
    daemonSetsPath,
    rightsPath,
    ...kinds.map(({ apiVersion }) => kindsPath(apiVersion)),
    ...kinds.map(({ apiVersion }) => groupPath(groupOf(apiVersion))),
    ...identities(needs).map(({ path }) => path),
  ];
  return [...new Set(paths)].toSorted();
}

/** The checks, in the order in which one installs. */
export function preflight(needs: ClusterNeeds, answers: Answers): readonly Check[] {
  return [
    kubernetesCheck(answers),
    crossplaneCheck(answers, needs),
    rightsCheck(answers, needs),
    registryCheck(answers, needs),
    ...kindChecks(answers, needs),
    ...identityChecks(answers, needs),
    ...storageChecks(answers, needs),
    networkCheck(answers),
    environmentCheck(answers, needs),
  ];
}
