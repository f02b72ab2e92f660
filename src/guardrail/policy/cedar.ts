import type * as CedarModule from '@cedar-policy/cedar-wasm/nodejs';

/** The policy engine: pure functions over text, and a store of parsed sets that lasts as long as the process. */
export type Cedar = typeof CedarModule;

let loading: Promise<Cedar> | null = null;

/** Loads the engine when a policy is first needed: 4 MB of WebAssembly that most commands never touch. */
export function loadCedar(): Promise<Cedar> {
  loading ??= import('@cedar-policy/cedar-wasm/nodejs');
  return loading;
}
