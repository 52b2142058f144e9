/** The toy API of the engine's own tests: a Widget is a Gear on a Shelf, with a Login and any number of Stickers. */
import type { CloudName, Functions, GeneratedModel } from '../authoring/index.ts';
import { composed, functionsOf, main, none, perItem, ready, resource } from '../authoring/index.ts';
import { api, connectionSecret, defaulted, integer, map, object, oneOf, optional, string } from '../schema/index.ts';

interface Metadata {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  generation?: number;
}

interface Conditions {
  conditions?: { type: string; status: string; reason?: string; message?: string; observedGeneration?: number }[];
}

/** The kind of the main resource; its status has an address. */
export interface Gear {
  apiVersion: 'toys.example.org/v1';
  kind: 'Gear';
  metadata?: Metadata;
  spec: { identity?: string; version: string; teeth: number; region?: string; material?: { alloy: string } };
  status?: Conditions & { address?: string; port?: number };
}

export interface Shelf {
  apiVersion: 'toys.example.org/v1';
  kind: 'Shelf';
  metadata?: Metadata;
  spec: { load: number };
}

export interface Login {
  apiVersion: 'toys.example.org/v1';
  kind: 'Login';
  metadata?: Metadata;
  spec: { gear: string };
  status?: Conditions;
}

export interface Sticker {
  apiVersion: 'toys.example.org/v1';
  kind: 'Sticker';
  metadata?: Metadata;
  spec: { text: string };
}

const toys = { apiVersion: 'toys.example.org/v1', namespaced: true };
const models: {
  gear: GeneratedModel<Gear>;
  shelf: GeneratedModel<Shelf>;
  login: GeneratedModel<Login>;
  sticker: GeneratedModel<Sticker>;
} = {
  gear: { ...toys, kind: 'Gear', plural: 'gears' },
  shelf: { ...toys, kind: 'Shelf', plural: 'shelves' },
  login: { ...toys, kind: 'Login', plural: 'logins' },
  sticker: { ...toys, kind: 'Sticker', plural: 'stickers' },
};

export const Gear = composed(models.gear, { ready: ready.condition('Ready'), nameLimit: 50 });
export const Shelf = composed(models.shelf, { ready: ready.exists });
export const Login = composed(models.login, { ready: ready.condition('Ready') });
export const Sticker = composed(models.sticker, { ready: ready.exists, nameLimit: 40 });

const keys = {
  host: 'Where it turns.',
  port: 'The port there.',
  username: 'The login of applications.',
  password: 'The password of that login.',
};

export const widget = api({
  kind: 'Widget',
  description: 'A widget that turns.',
  targets: ['local', 'cloud'],
  spec: object({
    size: defaulted(oneOf('How big it is.', ['small', 'large']), 'small'),
    teeth: defaulted(integer('How many teeth it has.', { minimum: 1, maximum: 1000 }), 10),
    version: optional(oneOf('Its version; chosen by the platform when absent.', ['1', '2'])),
    stickers: optional(
      map('Texts to stick on, by name.', string('The text.', { maxLength: 100 }), { maxProperties: 10 }),
    ),
    connectionSecret: connectionSecret(keys),
  }),
  recorded: object({
    version: string('The version in use.', { maxLength: 8 }),
    teeth: integer('How many teeth were cut.', { minimum: 1, maximum: 1000 }),
    identity: string('The name in the cloud.', { maxLength: 40 }),
  }),
  status: object({ endpoint: optional(string('Host and port.', { maxLength: 253 })) }),
  secret: keys,
  limits: { teeth: { most: 'maxTeeth', why: 'at most {limit} teeth are allowed here' } },
});

export const environment = object({
  name: string('The id of the environment.', { maxLength: 20 }),
  tier: defaulted(oneOf('What it is for.', ['dev', 'prod']), 'dev'),
  version: string('The version of new widgets.', { maxLength: 8 }),
  maxTeeth: defaulted(integer('The most teeth a widget may have.', { minimum: 1, maximum: 1000 }), 100),
  cloud: optional(
    object({ region: string('Where widgets are made.', { maxLength: 30 }) }, { description: 'The cloud account.' }),
  ),
});

export const { planner, target } = functionsOf({ environment });

export const widgetPlanner = planner(widget, ({ spec, environment: { tier, version }, recorded, grant }) => ({
  stickers: spec.stickers ?? {},
  sturdy: tier === 'prod',
  record: {
    version: spec.version ?? recorded.version ?? version,
    teeth: grant('teeth', spec.teeth, { keep: recorded.teeth }),
  },
}));

/** A sticker for each text. */
export const stickers = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Sticker({ spec: { text } })]));

/** The decisions that every target of a Widget adds to its record. */
export const decide = {
  identity: ({ cloudName }: { readonly cloudName: CloudName }) => cloudName('gear', { maxLength: 40 }),
};
/** The part of the record that every target of a Widget owns. */
export const record = {
  decide,
  recover: ({ gear: { spec } = {} }: { readonly gear: Partial<Gear> | undefined }) => {
    return { version: spec?.version, teeth: spec?.teeth, identity: spec?.identity };
  },
};

const ignores = { 'spec.size': 'a toy has one size' };

/** In the cluster: an operator writes the login into a Secret. */
export const local = target(
  widgetPlanner,
  {
    ignores,
    resources: { gear: main(Gear), shelf: Shelf, sticker: perItem(Sticker) },
    secrets: { app: { of: 'gear', suffix: '-app' } },
    record,
  },
  ({ plan: { sturdy, stickers: texts }, record, observed, secrets }) => {
    const { address, port } = observed.gear?.status ?? {};
    const { username, password } = secrets.app;
    return {
      resources: {
        gear: Gear({ spec: { ...record } }),
        shelf: sturdy ? Shelf({ spec: { load: record.teeth } }) : none('a dev widget stands on the floor'),
        sticker: stickers(texts),
      },
      secret: { host: address, port: port?.toString(), username, password },
      status: { endpoint: address && `${address}:${port}` },
    };
  },
);

/** In the cloud: the Login is created when the gear is ready, and its owner writes a Secret. */
export const cloud = target(
  widgetPlanner,
  {
    environment: ['cloud'],
    ignores,
    resources: { gear: main(Gear), login: resource(Login, { after: ['gear'] }), sticker: perItem(Sticker) },
    secrets: { login: 'login' },
    record,
  },
  ({ plan: { stickers: texts }, record, environment: env, observed, secrets, name }) => {
    const { address, port } = observed.gear?.status ?? {};
    const { username, password } = secrets.login;
    return {
      resources: {
        gear: Gear({ spec: { ...record, region: env.cloud.region } }),
        login: Login({ spec: { gear: name('gear') } }),
        sticker: stickers(texts),
      },
      secret: { host: address, port: port?.toString(), username, password },
      status: { endpoint: address && `${address}:${port}` },
    };
  },
);

export const apis = { widget };
export const functions = { widget: { planner: widgetPlanner, targets: { local, cloud } } } satisfies Functions<
  typeof apis
>;
