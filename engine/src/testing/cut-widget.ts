/** Later releases of the toy API, in which a widget says its teeth in `cut`: one that takes both forms, and one with the new form alone. */
import type { AnyFunctions } from '../authoring/index.ts';
import { api, type Conversion, convert, deprecated, extended, integer, object, optional } from '../schema/index.ts';
import { cloud, local, planner, widget, widgetPlanner } from './widget.ts';

const teeth = integer('How many teeth it has.', { minimum: 1, maximum: 1000 });
const cut = optional(object({ teeth }, { description: 'How it is cut.' }));
const sunset = { instead: 'spec.cut.teeth', since: '2026-01-31', sunset: '2026-06-30' };
const both = extended(widget.spec, { fields: { teeth: optional(deprecated(teeth, sunset)), cut } });
const afterwards = extended(both, { without: ['teeth'] });

/** Moves the teeth of a claim. */
export const cutTeeth = convert(widget.spec, ({ teeth: old, ...rest }) => ({
  ...rest,
  ...(old !== undefined && { cut: { teeth: old } }),
}));

const { convert: _, limits, ...rest } = widget;

/** The APIs and the functions of a release. `conversion` is that of the API. */
export function cutWidget(
  form: 'both' | 'afterwards',
  conversion: Conversion<never> | typeof cutTeeth = cutTeeth,
): { readonly apis: { readonly widget: typeof widget }; readonly functions: AnyFunctions } {
  const spec = form === 'both' ? both : afterwards;
  const ofForm = form === 'both' ? limits : {};
  const later = api({ ...rest, alsoServed: ['v1beta1'], spec, limits: ofForm, convert: conversion });
  const plan = planner(later, (context) => {
    const { spec: said } = context;
    const own = 'teeth' in said && typeof said.teeth === 'number' ? said.teeth : undefined;
    return widgetPlanner.plan({ ...context, spec: { ...said, teeth: said.cut?.teeth ?? own ?? 10 } }, {});
  });
  const targets = { local: { ...local, planner: plan }, cloud: { ...cloud, planner: plan } };
  return { apis: { widget: later as never }, functions: { widget: { planner: plan, targets } } as never };
}
