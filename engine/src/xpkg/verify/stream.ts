/** Checks the package.yaml of a package with the rules of Crossplane's parser and linter. */
import { UserError } from '../../errors.ts';
import { readYaml } from '../../yaml/index.ts';
import { packageObjects, type PackageKind, type PackageObject } from '../objects.ts';
import { shown } from './json.ts';
import type { Report } from './report.ts';

/** The length at which Crossplane stops reading without an error (crossplane-runtime v2.4.0: pkg/xpkg/fetch.go). */
const readLimit = 200 << 20;

/** Adds every problem for which Crossplane would refuse the stream to the report. */
export function checkStream(report: Report, path: string, content: Uint8Array): void {
  report.expect(
    content.length <= readLimit,
    path,
    `holds a package.yaml of ${content.length} bytes; Crossplane reads ${readLimit}`,
  );
  const { documents } = readYaml(Buffer.from(content).toString('utf8'));
  const errors = documents.flatMap((document) => ('problem' in document ? [document.problem] : []));
  if (!report.expect(errors.length === 0, path, `holds a package.yaml that is not YAML: ${errors.join('; ')}`)) return;
  const values = documents.flatMap((document) => ('value' in document ? [document.value] : []));
  const objects = values.filter(isPackageObject);
  report.expect(
    objects.length === values.length,
    path,
    'holds documents in package.yaml that are not Kubernetes objects',
  );
  const metas = objects.filter(isMeta);
  if (!report.expect(metas.length === 1, path, `holds ${metas.length} meta objects in package.yaml, not one`)) return;
  const [{ kind, metadata }] = metas as [PackageObject];
  const rest = objects.filter((object) => !isMeta(object));
  if (!report.expect(kind === 'Configuration' || kind === 'Function', path, `holds a package of kind ${shown(kind)}`))
    return;
  try {
    packageObjects(metadata.name, kind as PackageKind, rest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    report.expect(false, path, error.message);
  }
}

/** Whether the document is a Kubernetes object. */
export function isPackageObject(value: unknown): value is PackageObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<PackageObject>;
  return (
    typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata === 'object' && metadata !== null
  );
}

/** Whether the object describes its package. */
export function isMeta({ apiVersion }: PackageObject): boolean {
  return apiVersion.startsWith('meta.pkg.crossplane.io/');
}
