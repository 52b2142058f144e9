import { describe, expect, it } from 'vitest';
import type { PackageSigner } from '../synth/package-signer.ts';
import { chartObjects } from './chart-file.ts';
import { imageVerification } from './image-verification.ts';

const workflow = {
  name: 'release',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/example/toys/.github/workflows/release.yaml@refs/heads/main',
};
const holder = { name: 'owner', key: '-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n' };

const objectsFor = (signers?: readonly PackageSigner[]) =>
  chartObjects('image-config', (chart) =>
    imageVerification(
      chart,
      { name: 'toys', registry: 'registry.example.org/toys', ...(signers !== undefined && { signers }) },
      'core',
    ),
  );

describe('the signers of a platform', () => {
  it.for([
    { signers: undefined, reason: 'the platform does not say who signs' },
    { signers: [], reason: 'nobody signs' },
  ])('are not asked for if $reason', ({ signers }) => {
    expect(objectsFor(signers)).toEqual([]);
  });

  it('are one authority each, and any of them is enough', () => {
    const [secret, config] = objectsFor([workflow, holder]);
    const { name, ...identity } = workflow;
    expect(config).toMatchObject({
      kind: 'ImageConfig',
      spec: {
        verification: {
          provider: 'Cosign',
          cosign: {
            authorities: [
              { name, keyless: { identities: [identity] } },
              {
                name: 'owner',
                key: { hashAlgorithm: 'sha256', secretRef: { name: 'toys-signed-by-owner', key: 'cosign.pub' } },
              },
            ],
          },
        },
      },
    });
    expect(secret).toMatchObject({
      kind: 'Secret',
      metadata: { name: 'toys-signed-by-owner', namespace: 'core' },
      data: { 'cosign.pub': Buffer.from(holder.key).toString('base64') },
    });
  });

  it('are asked for packages of the platform alone, and not for those of a registry whose name goes on', () => {
    expect(objectsFor([workflow])).toMatchObject([
      { spec: { matchImages: [{ type: 'Prefix', prefix: 'registry.example.org/toys/' }] } },
    ]);
  });
});
