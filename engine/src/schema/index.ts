/** planesmith/schema: builders for the schema of an API, and the functions that validate, default and convert with it. */
export { object, type Fields, type ObjectOptions } from './object.ts';
export { string, type StringOptions } from './string.ts';
export { integer, number, type IntegerOptions, type NumberOptions } from './number.ts';
export { boolean } from './boolean.ts';
export { oneOf } from './enum.ts';
export { array, set, listMap, type ListOptions } from './list.ts';
export { map, type MapOptions } from './map.ts';
export { intOrString, type IntOrStringOptions } from './int-or-string.ts';
export { type Deprecation, deprecationText, noticeDays, noticeOf, stabilityOf, versionWarning } from './deprecation.ts';
export { deprecatedFields } from './deprecated-fields.ts';
export { daysBetween, isDay } from './day.ts';
export { optional, defaulted, nullable, deprecated } from './modifiers.ts';
export { extended, type Extension } from './extended.ts';
export { convert, type Conversion, type ConversionRefusal, type RefuseConversion } from './convert.ts';
export { connectionSecret, type ConnectionSecret } from './connection-secret.ts';
export {
  celHoldsNothing,
  celRetainsNothing,
  claimsInside,
  deletion,
  effectiveDeletion,
  expiresAt,
  hasExpiry,
  holdsClaims,
  isOfTeam,
  keepingNoData,
  newClaimTargets,
  team,
  teamCatalogue,
  teamsGroup,
} from './vocabulary.ts';
export type { Rule } from './rule.ts';
export { type Limit, platformTeam } from './limits/limit.ts';
export type {
  AnyNode,
  ArrayNode,
  BooleanNode,
  EnumNode,
  Input,
  IntegerNode,
  IntOrStringNode,
  Json,
  MapNode,
  MetadataNode,
  Node,
  NumberNode,
  ObjectNode,
  Output,
  Presence,
  Schema,
  StringFormat,
  StringNode,
} from './node.ts';
export type { AnyApi, Api, ApiDefinition, SpecInput, SpecOutput } from './api.ts';
export { api } from './define-api.ts';
export type { Column, ResolvedColumn } from './column.ts';
export { nearest } from './nearest.ts';
export { listedName, listedSecrets, secretsField } from './listed-secrets.ts';
export { flavours, xrdName, xrKind, xrPlural, xrSingular, type Flavour } from './flavour.ts';
export { xrSchema, type Xr, type XrInput } from './xr.ts';
export type { EngineStatus } from './status.ts';
export type { Metadata } from './metadata.ts';
export { toStructural, type JSONSchemaProps } from './structural.ts';
export { toJsonSchema, type JsonSchema, type JsonSchemaOptions } from './json-schema.ts';
export { applyDefaults } from './defaults.ts';
export { check, type CheckOptions, rulesSkipped } from './check.ts';
export { ignoredEntryIssues } from './ignored-entries.ts';
