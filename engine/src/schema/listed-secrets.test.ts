import { expect, it } from 'vitest';
import { api } from './define-api.ts';
import { set } from './list.ts';
import { listedSecrets, secretsField } from './listed-secrets.ts';
import { map } from './map.ts';
import { optional } from './modifiers.ts';
import { object } from './object.ts';
import { string } from './string.ts';

const text = string('A text.', { maxLength: 60 });
const locks = map(
  'Its locks.',
  object({ keys: set('Its keys.', text, { maxItems: 3 }) }, { description: 'One lock.' }),
  { maxProperties: 3 },
);
const shown = (field: string) =>
  map('Where they are.', object({ [field]: optional(text) }, { description: 'One.' }), { maxProperties: 3 });
const keyring = (status: string) =>
  api({
    kind: 'Keyring',
    description: 'A ring of keys.',
    targets: ['local'],
    spec: object({ locks }),
    recorded: object({}),
    status: object({ locks: optional(shown(status)) }),
    secret: {},
  });
const claim = {
  metadata: { name: 'home' },
  spec: { locks: { door: { keys: ['front', 'back'] }, constructor: { keys: ['safe'] } } },
};

it('knows the Secrets that a claim lists, by their usual names', () => {
  expect(secretsField(keyring('secretName'))).toBe('locks');
  expect(listedSecrets(keyring('secretName'), claim)).toEqual([
    { entry: 'door', name: 'home-keyring-door', keys: ['front', 'back'] },
    { entry: 'constructor', name: 'home-keyring-constructor', keys: ['safe'] },
  ]);
});

it('takes the names that the status says', () => {
  const [door] = listedSecrets(keyring('secretName'), claim, {
    locks: { door: { secretName: 'home-keyring-door-1f' } },
  });
  expect(door?.name).toBe('home-keyring-door-1f');
});

it.each([
  { reason: 'the status names no Secret', kind: keyring('place'), value: claim },
  { reason: 'the claim has no name', kind: keyring('secretName'), value: { spec: claim.spec } },
  { reason: 'its list is a text', kind: keyring('secretName'), value: { ...claim, spec: { locks: 'door' } } },
])('finds none if $reason', ({ kind, value }) => {
  expect(listedSecrets(kind, value)).toEqual([]);
});
