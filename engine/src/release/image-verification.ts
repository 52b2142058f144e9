/** By which signatures Crossplane knows the packages of a platform. */
import { ApiObject, type Chart } from 'cdk8s';
import type { PackageSigner } from '../synth/package-signer.ts';

/** The part of a platform that its signatures depend on. */
export interface SignedPlatform {
  readonly name: string;
  readonly registry: string;
  readonly signers?: readonly PackageSigner[];
}

/** Adds the ImageConfig for all packages of the registry, and Secrets for public keys, in core's namespace; nothing if nobody signs. */
export function imageVerification(
  chart: Chart,
  { name: platform, registry, signers = [] }: SignedPlatform,
  namespace: string,
): void {
  if (signers.length === 0) return;
  for (const { name, key } of signers) {
    if (key !== undefined) publicKey(chart, { name: secretOf(platform, name), namespace }, key);
  }
  new ApiObject(chart, 'signatures', {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'ImageConfig',
    metadata: { name: `${platform}-signatures` },
    spec: {
      matchImages: [{ type: 'Prefix', prefix: `${registry}/` }],
      verification: {
        provider: 'Cosign',
        cosign: { authorities: signers.map((signer) => ({ name: signer.name, ...authority(platform, signer) })) },
      },
    },
  });
}

function authority(platform: string, signer: PackageSigner): object {
  if (signer.key === undefined) {
    return { keyless: { identities: [{ issuer: signer.issuer, subject: signer.subject }] } };
  }
  return {
    key: { hashAlgorithm: 'sha256', secretRef: { name: secretOf(platform, signer.name), key: fileOfKey } },
  };
}

const fileOfKey = 'cosign.pub';
const secretOf = (platform: string, signer: string) => `${platform}-signed-by-${signer}`;

function publicKey(chart: Chart, metadata: { readonly name: string; readonly namespace: string }, key: string): void {
  new ApiObject(chart, metadata.name, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    data: { [fileOfKey]: Buffer.from(key).toString('base64') },
  });
}
