import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { digestOf } from '../xpkg/digest.ts';
import { predicateTypes, sbomStatement, statementsBy } from './attestation.ts';
import { readPrivateKey } from './key.ts';
import { fromLayers, toLayers } from './layers.ts';
import { type Signature, signatureOf, signatureProblem } from './signature.ts';
import { attestationProblem, readSigned, type Signed, signedText, unsigned, withSignatures } from './signed.ts';
import { pair } from './testing/pair.ts';

const [ours, theirs] = [pair(), pair()].map((keys) => readPrivateKey(keys.private, 'widget.key'));
if (ours === undefined || theirs === undefined) throw new Error('there are two keys');
const digest = digestOf(Buffer.from('a widget'));
const other = digestOf(Buffer.from('a gadget'));
const subject = { name: 'registry.example.org/toys/widget', digest };
const statement = sbomStatement(subject, { bomFormat: 'CycloneDX', components: [] });
const signed = withSignatures(unsigned, subject, [statement], ours);
const payload = (value: unknown): Signature => {
  const bytes = Buffer.from(JSON.stringify(value));
  return { payload: bytes, signature: ours.sign(bytes) };
};
const [genuine] = signed.signatures as [Signature];

describe('the signatures of a package', () => {
  it('are accepted by the public key, wherever the package is mirrored', () => {
    expect(signatureProblem(signed.signatures, subject, ours.publicKey)).toBeUndefined();
    const mirrored = { name: 'mirror.example.net:5000/inner/toys/widget', digest };
    expect(signatureProblem(signed.signatures, mirrored, ours.publicKey)).toBeUndefined();
  });

  it('are accepted beside those of others', () => {
    const both = [signatureOf(subject, theirs), ...signed.signatures, signatureOf({ ...subject, digest: other }, ours)];
    expect(signatureProblem(both, subject, ours.publicKey)).toBeUndefined();
  });

  it.each<{ reason: string; signatures: readonly Signature[]; says: RegExp }>([
    { reason: 'there is none', signatures: [], says: /^has no signature$/ },
    {
      reason: 'it is by another key',
      signatures: [signatureOf(subject, theirs)],
      says: /^has a signature, but none by this key of what it says$/,
    },
    {
      reason: 'what was signed is changed',
      signatures: [{ ...genuine, payload: Buffer.from(genuine.payload.toString().replace('widget', 'gadget')) }],
      says: /^has a signature, but none by this key of what it says$/,
    },
    {
      reason: 'all are by others',
      signatures: [signatureOf(subject, theirs), { ...genuine, signature: '' }],
      says: /^has 2 signatures, but none by this key/,
    },
    {
      reason: 'it is of another digest',
      signatures: [signatureOf({ ...subject, digest: other }, ours)],
      says: new RegExp(`^has a signature by this key, but of "${other}"$`),
    },
    {
      reason: 'it is of another package',
      signatures: [signatureOf({ digest, name: 'registry.example.org/toys/gadget' }, ours)],
      says: /^has a signature by this key, but as "registry.example.org\/toys\/gadget"$/,
    },
    { reason: 'it is of a text', signatures: [payload('widget')], says: /but of no image$/ },
    { reason: 'it is of nothing', signatures: [payload(null)], says: /but of no image$/ },
    {
      reason: 'it names no digest and no place',
      signatures: [payload({ critical: { type: 'cosign container image signature' } })],
      says: /but of nothing$/,
    },
    {
      reason: 'it names no place',
      signatures: [
        payload({
          critical: { type: 'cosign container image signature', image: { 'docker-manifest-digest': digest } },
        }),
      ],
      says: /but as nothing$/,
    },
  ])('are refused in one sentence if $reason', ({ signatures, says }) => {
    expect(signatureProblem(signatures, subject, ours.publicKey)).toMatch(says);
  });

  it('are refused if any bit of payload or signature is changed', () => {
    const flipped = (bytes: Uint8Array, bit: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return copy;
    };
    const raw = Buffer.from(genuine.signature, 'base64');
    fc.assert(
      fc.property(fc.nat(genuine.payload.length * 8 - 1), fc.nat(raw.length * 8 - 1), (ofPayload, ofSignature) => {
        const changed = [
          { ...genuine, payload: flipped(genuine.payload, ofPayload) },
          { ...genuine, signature: flipped(raw, ofSignature).toString('base64') },
        ];
        return signatureProblem(changed, subject, ours.publicKey) !== undefined;
      }),
    );
  });

  it('are not made again by the same key, and stay if another key signs', () => {
    expect(withSignatures(signed, subject, [statement], ours)).toEqual(signed);
    const both = withSignatures(signed, subject, [statement], theirs);
    expect(both.signatures).toHaveLength(2);
    expect(both.attestations).toHaveLength(2);
    for (const { publicKey } of [ours, theirs]) {
      expect(signatureProblem(both.signatures, subject, publicKey)).toBeUndefined();
      expect(attestationProblem(both, statement, publicKey)).toBeUndefined();
    }
  });
});

describe('an attestation', () => {
  const another = sbomStatement(subject, { bomFormat: 'CycloneDX', components: [{ name: 'gear' }] });
  it.each<{ reason: string; given: Signed; says: RegExp }>([
    { reason: 'there is none', given: unsigned, says: /^has no attestation https:\/\/cyclonedx.org\/bom by this key$/ },
    {
      reason: 'it is by another key',
      given: withSignatures(unsigned, subject, [statement], theirs),
      says: /^has no attestation/,
    },
    {
      reason: 'it is of another document',
      given: withSignatures(unsigned, subject, [another], ours),
      says: /^has an attestation https:\/\/cyclonedx.org\/bom by this key, but of another document$/,
    },
    {
      reason: 'its payload is changed',
      given: {
        ...signed,
        attestations: signed.attestations.map((each) => ({
          ...each,
          payload: Buffer.from(another).toString('base64'),
        })),
      },
      says: /^has no attestation/,
    },
    {
      reason: 'its payload is said to be of another type',
      given: { ...signed, attestations: signed.attestations.map((each) => ({ ...each, payloadType: 'text/plain' })) },
      says: /^has no attestation/,
    },
  ])('is refused in one sentence if $reason', ({ given, says }) => {
    expect(attestationProblem(signed, statement, ours.publicKey)).toBeUndefined();
    expect(attestationProblem(given, statement, ours.publicKey)).toMatch(says);
  });

  it('says what it is about', () => {
    expect(statementsBy(signed.attestations, ours.publicKey)).toEqual([
      { text: statement, predicateType: predicateTypes.sbom, digests: [digest] },
    ]);
    expect(statementsBy(signed.attestations, theirs.publicKey)).toEqual([]);
  });
});

describe('signatures in a file and in layers', () => {
  it('are the same afterwards', () => {
    expect(readSigned(signedText(signed), 'widget.json')).toEqual(signed);
    const { sig, att } = toLayers(signed);
    expect(fromLayers(sig, att)).toEqual(signed);
  });

  it('leave out layers of anything else', () => {
    const layer = { mediaType: 'text/plain', annotations: {}, bytes: Buffer.from('{}') };
    expect(fromLayers([layer], [layer])).toEqual(unsigned);
  });

  it.each([
    { reason: 'no JSON', text: '{', says: /^widget.json is no JSON: / },
    { reason: 'nothing', text: 'null', says: /^widget.json is not as planesmith sign writes it$/ },
    { reason: 'a list', text: '[]', says: /is not as planesmith sign writes it/ },
    { reason: 'more than it should have', text: '{"signatures":[],"attestations":[],"key":""}', says: /is not as/ },
    {
      reason: 'a text for a signature',
      text: '{"signatures":[""],"attestations":[]}',
      says: /has a signature without/,
    },
    { reason: 'a text for an envelope', text: '{"signatures":[],"attestations":[""]}', says: /is not as/ },
    {
      reason: 'an envelope without signatures',
      text: '{"signatures":[],"attestations":[{"payload":"","payloadType":"","signatures":[{}]}]}',
      says: /is not as/,
    },
  ])('are refused if the file has $reason', ({ text, says }) => {
    expect(() => readSigned(text, 'widget.json')).toThrow(says);
    expect(() => readSigned(text, 'widget.json')).toThrow(UserError);
  });
});
