/** The page on secrets says how an application gets those of a CredentialStore; the commands know them, too. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { planesmith, textOf } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'planesmith-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('mounts each Secret that a CredentialStore lists', async () => {
  const { stdout } = await planesmith('mount', 'examples/credential-store.yaml');
  expect(stdout).toContain(
    'name: CHECKOUT_PARTNER_TOKEN\n    valueFrom:\n      secretKeyRef:\n        name: checkout-credentialstore-partner\n        key: token\n',
  );
});

it('finds a key that such a Secret does not have', async () => {
  const file = join(folder, 'a.yaml');
  const container =
    '{ env: [{ valueFrom: { secretKeyRef: { name: checkout-credentialstore-partner, key: tokens } } }] }';
  const pod = `---\napiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [${container}] }\n`;
  writeFileSync(file, `${textOf('examples/credential-store.yaml')}${pod}`);
  await expect(planesmith('validate', file)).rejects.toMatchObject({
    stdout: expect.stringContaining(
      'the Secret of CredentialStore checkout has no key "tokens"; did you mean "token"?',
    ),
  });
});
