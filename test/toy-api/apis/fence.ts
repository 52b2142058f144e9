/** Fence: what may be asked for. */
import { api, integer, object, optional, string } from 'planesmith/schema';

export const fence = api({
  kind: 'Fence',
  description: 'Closes the pods of an application to everyone but the pods of its own namespace.',
  targets: ['local', 'incluster'],
  spec: object({
    application: string('Value of the label `app` of the pods.', { minLength: 1, maxLength: 63 }),
    port: optional(integer('The only port to open; all are open when absent.', { minimum: 1, maximum: 65_535 })),
  }),
  recorded: object({}),
  status: object({ fenced: optional(string('What is fenced.', { maxLength: 253 })) }),
  secret: [],
});
