/** Values that are clearly not real. */

/** Every fake secret value contains it, so that a leak can be searched for. */
export const fakeMark = 'not-a-real';

/** A password with characters that URIs must escape. */
export function fakePassword(of: string): string {
  return `${fakeMark}+password/of ${of}`;
}

/** A certificate authority that signs nothing. */
export const fakeAuthority = `-----BEGIN CERTIFICATE-----
${Buffer.from(`${fakeMark}-certificate`).toString('base64')}
-----END CERTIFICATE-----
`;

/** The time of everything that is played. */
export const playedTime = '2024-01-01T00:00:00Z';
