/** Channels: which label a Composition has, and what new claims select. */
import { describe, expect, it } from 'vitest';
import { widget } from '../testing/widget.ts';
import { channelOf } from './channel.ts';
import { synthesise, type SynthesisPlatform } from './synthesise.ts';

describe('the channel of a version', () => {
  it.each([
    { version: '1.2.3', channel: 'stable', reason: 'it is a release' },
    { version: '1.2.3-canary', channel: 'canary', reason: 'it names one' },
    { version: '1.2.3-canary.12', channel: 'canary', reason: 'the number only counts' },
    { version: '1.2.3-early-birds.1', channel: 'early-birds', reason: 'a word may have dashes' },
    { version: '1.2.3-4', channel: 'stable', reason: 'a number is no word' },
    { version: '1.2.3-4.canary', channel: 'stable', reason: 'the first part counts' },
  ])('of $version is $channel: $reason', ({ version, channel }) => {
    expect(channelOf(version, 'stable')).toBe(channel);
  });
});

describe('the package of a platform', () => {
  const objectsOf = async (version: string, flavour: 'namespaced' | 'claims', channel?: string) => {
    const platform: SynthesisPlatform = {
      name: 'toys',
      group: 'toys.example.org',
      version,
      functionName: 'toys-functions',
      ...(channel !== undefined && { channel }),
      apis: { widget },
      loadCompositions: async () => ({}),
    };
    const { objects } = await synthesise(platform, { name: 'all', apis: ['widget'], targets: ['local'], flavour });
    const [xrd, composition] = objects as unknown as [
      { readonly spec: { readonly defaultCompositionRevisionSelector?: object } },
      { readonly metadata: { readonly labels: Readonly<Record<string, string>> } },
    ];
    return {
      selector: xrd.spec.defaultCompositionRevisionSelector,
      label: composition.metadata.labels['planesmith.dev/channel'],
    };
  };
  const selector = { matchLabels: { 'planesmith.dev/channel': 'stable' } };

  it.each([
    { version: '1.2.3', flavour: 'namespaced', label: 'stable' },
    { version: '1.3.0-canary.1', flavour: 'namespaced', label: 'canary' },
    { version: '1.3.0-canary.1', flavour: 'claims', label: 'canary' },
  ] as const)(
    '$version ($flavour) has the label $label, and new claims select stable',
    async ({ version, flavour, label }) => {
      expect(await objectsOf(version, flavour, 'stable')).toEqual({ selector, label });
    },
  );

  it('without channels has neither', async () => {
    expect(await objectsOf('1.3.0-canary.1', 'namespaced')).toEqual({ selector: undefined, label: undefined });
  });
});
