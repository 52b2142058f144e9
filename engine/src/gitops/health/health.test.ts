import { describe, expect, it } from 'vitest';
import { reasons } from '../../authoring/reasons.ts';
import { gadget } from '../../testing/gadget.ts';
import { widget } from '../../testing/widget.ts';
import { argoHealth, argoHealthKey, fluxHealthCheck, type HealthKind, healthKinds, packageKinds } from './index.ts';
import { stoppedReasons } from './stopped-reasons.ts';

const platform = { group: 'acme.example.org', apis: { widget, gadget } };
const namespaced = healthKinds(platform, 'namespaced');
const all = [...healthKinds(platform, 'claims'), ...packageKinds];

describe('the kinds with a health', () => {
  it('are the APIs, and behind claims their XRs too', () => {
    const names = (kinds: readonly HealthKind[]) =>
      kinds.map(({ group, version, kind }) => `${group}/${version} ${kind}`);
    expect(names(namespaced)).toEqual(['acme.example.org/v1alpha1 Gadget', 'acme.example.org/v1alpha1 Widget']);
    expect(names(all)).toEqual([
      'acme.example.org/v1alpha1 Gadget',
      'acme.example.org/v1alpha1 Widget',
      'acme.example.org/v1alpha1 XGadget',
      'acme.example.org/v1alpha1 XWidget',
      'pkg.crossplane.io/v1 Configuration',
      'pkg.crossplane.io/v1 Function',
      'pkg.crossplane.io/v1 Provider',
    ]);
  });

  it('have one key each in the ConfigMap of Argo CD, without wildcards', () => {
    const keys = all.map(argoHealthKey);
    expect(keys).toContain('resource.customizations.health.acme.example.org_Widget');
    expect(new Set(keys).size).toBe(all.length);
    expect(keys.filter((key) => !/^resource\.customizations\.health\.[a-z.]+_[A-Za-z]+$/.test(key))).toEqual([]);
  });
});

describe('a person must act', () => {
  it('on the reasons that nobody else acts on, and no others', () => {
    const others = Object.entries(reasons).filter(([reason]) => !stoppedReasons.includes(reason));
    expect(others.filter(([, { acts }]) => !acts.startsWith('nobody'))).toEqual([]);
    expect(
      stoppedReasons.filter((reason) => reasons[reason as keyof typeof reasons].acts.startsWith('nobody')),
    ).toEqual([]);
    expect(stoppedReasons.length).toBeGreaterThan(3);
  });

  it.each(namespaced)('says each controller of $kind, with the same reasons', (kind) => {
    const lua = argoHealth(kind);
    const { failed = '' } = fluxHealthCheck(kind);
    for (const reason of Object.keys(reasons)) {
      expect(lua.includes(`  ${reason} = true,`), reason).toBe(stoppedReasons.includes(reason));
      expect(failed.includes(`"${reason}"`), reason).toBe(stoppedReasons.includes(reason));
    }
  });
});

describe('Lua for Argo CD', () => {
  it.each(all)('uses of the libraries only what Argo CD opens: $kind', (kind) => {
    const lua = argoHealth(kind).replaceAll(/"[^"\n]*"|--.*/g, '');
    const names = new Set(lua.match(/(?<![.\w])[a-zA-Z]\w*/g));
    const words =
      'and do else elseif end false for function if in local nil not or repeat return then true until while';
    const own = 'conditions condition health index isCurrent isFalse isTrue listed message metadata name obj otherwise';
    const known = new Set(`${words} ${own} provisioned reason status stopped tostring type`.split(' '));
    const inTable = new Set(stoppedReasons);
    expect([...names].filter((name) => !known.has(name) && !inTable.has(name))).toEqual([]);
    expect(lua).not.toContain(':');
  });

  it('is the same text each time', () => {
    for (const kind of all) expect(argoHealth({ ...kind })).toBe(argoHealth(kind));
  });
});

describe('CEL for Flux', () => {
  it.each(all)('reads optional fields only with a value for their absence: $kind', (kind) => {
    const { inProgress, failed = 'true', current } = fluxHealthCheck(kind);
    for (const expression of [inProgress, failed, current]) {
      const reads = expression.match(/\.\?\w+(\.orValue\()?/g) ?? [];
      expect(reads.filter((read) => !read.endsWith('.orValue('))).toEqual([]);
      const guarded = expression.replaceAll(
        'type(status) == map && type(status.?conditions.orValue(null)) == list && status.conditions.exists(c, type(c) == map && ',
        '(',
      );
      expect(guarded).not.toContain('status.conditions');
    }
  });

  it('says of packages only what their conditions tell', () => {
    for (const kind of packageKinds) expect(fluxHealthCheck(kind).failed).toBeUndefined();
    for (const kind of namespaced) expect(fluxHealthCheck(kind).failed).toBeDefined();
  });
});
