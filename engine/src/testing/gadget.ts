/** A second toy API: it has no Secret and records nothing, and composes kinds that a Widget composes too. */
import { main, perItem } from '../authoring/index.ts';
import { api, map, object, optional, string } from '../schema/index.ts';
import { Gear, planner, Sticker, target } from './widget.ts';

export const gadget = api({
  kind: 'Gadget',
  description: 'A gadget that turns.',
  targets: ['local'],
  spec: object({
    stickers: optional(
      map('Texts to stick on, by name.', string('The text.', { maxLength: 100 }), { maxProperties: 10 }),
    ),
  }),
  recorded: object({}),
  status: object({}),
  secret: {},
});

export const gadgetPlanner = planner(gadget, ({ spec, cloudName }) => ({
  stickers: Object.entries(spec.stickers ?? {}),
  identity: cloudName('gear', { maxLength: 40 }),
  record: {},
}));

export const gadgetLocal = target(
  gadgetPlanner,
  { resources: { gear: main(Gear), sticker: perItem(Sticker) } },
  ({ plan: { identity, stickers } }) => ({
    resources: {
      gear: Gear({ spec: { identity, version: '1', teeth: 1 } }),
      sticker: Object.fromEntries(stickers.map(([name, text]) => [name, Sticker({ spec: { text } })])),
    },
    secret: {},
    status: {},
  }),
);
