/** Turns a cdk8s chart into one file of the install bundle. */
import { App, Chart } from 'cdk8s';
import type { File } from '../files.ts';
import { toYamlStream } from '../xpkg/index.ts';

/** The file `<name>.yaml` with the objects that `fill` adds to a chart; no file if it adds none. */
export function chartFile(target: string, name: string, fill: (chart: Chart) => void): File[] {
  return objectsFile(target, name, chartObjects(name, fill));
}

/** The file `<name>.yaml` with these objects; no file if there are none. */
export function objectsFile(target: string, name: string, objects: readonly object[]): File[] {
  return objects.length === 0 ? [] : [{ path: `install/${target}/${name}.yaml`, content: toYamlStream(objects) }];
}

/** The objects that `fill` adds to a chart, in its order, with sorted keys. */
export function chartObjects(name: string, fill: (chart: Chart) => void): object[] {
  const app = new App();
  fill(new Chart(app, name));
  return app.charts.flatMap((chart) => chart.toJson() as object[]).map(withoutEmptyNames);
}

/** cdk8s-plus gives every rule `resourceNames: []`, which Kubernetes reads as every name and people read as none. */
function withoutEmptyNames(object: object): object {
  const { rules } = object as { rules?: readonly { resourceNames?: readonly string[] }[] };
  if (!rules) return object;
  return {
    ...object,
    rules: rules.map(({ resourceNames = [], ...rule }) =>
      resourceNames.length > 0 ? { ...rule, resourceNames } : rule,
    ),
  };
}
