import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { toyCrd } from '../models/testing/toy-crd.ts';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

describe('planesmith models', () => {
  let folder: string;
  const kinds = (...paths: string[]) => {
    const imports = paths.map((path, index) => `import * as m${index} from '../models/${path}.ts';\n`);
    writeFileSync(join(folder, 'functions/kinds/all.ts'), imports.join(''));
  };
  beforeAll(() => {
    const platform = config.replace("name: 'toys'", "name: 'toys',\n  models: { sources: ['crds'] }");
    const crd = stringify(toyCrd({ kind: 'Gizmo', plural: 'gizmos' }));
    folder = widgetFolder({ 'planesmith.config.ts': platform, 'crds/gizmos.yaml': crd });
    mkdirSync(join(folder, 'functions/kinds'));
    kinds('toy.example.org/v1/gizmo', 'apps/v1/deployment');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds the kinds that functions import, also those of Kubernetes itself, which need no source', async () => {
    const { code, stdout, stderr } = await planesmith(folder, ['models']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '3 kinds, 8 files changed\n' });
    expect(stdout).toContain(
      'added    Deployment (apps/v1)\nadded    Gizmo (toy.example.org/v1)\nadded    Secret (v1)\n',
    );
    const types = readFileSync(join(folder, 'functions/models/apps/v1/deployment.ts'), 'utf8');
    expect(types).toContain(
      '/** Deployment enables declarative updates for Pods and ReplicaSets. */\nexport interface Deployment {',
    );
    expect(await planesmith(folder, ['models', '--check'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '3 kinds, 0 files changed\n',
    });
  });

  it('keeps a kind whose source is not at hand, and removes one that nothing imports', async () => {
    rmSync(join(folder, 'crds'), { recursive: true });
    kinds('toy.example.org/v1/gizmo');
    const { code, stdout, stderr } = await planesmith(folder, ['models']);
    expect(code).toBe(0);
    expect(stdout).toContain('removed  Deployment (apps/v1)\nkept     Gizmo: their sources are not at hand\n');
    expect(stderr).toBe('cannot read the CRDs in crds: there is no such file or folder\n2 kinds, 3 files changed\n');
  });

  it('lists what the group has if a kind is misspelt', async () => {
    kinds('apps/v1/deploymnt');
    const { code, stderr } = await planesmith(folder, ['models']);
    expect(code).toBe(2);
    expect(stderr).toContain('no source of models declares deploymnt of apps/v1');
    expect(stderr).toContain('apps/v1/deployment');
  });
});
