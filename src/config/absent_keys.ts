import type { Resolve } from "./references.ts";

/** Stands for what cannot be had here. It is an address, as the value may have to be one. */
const STAND_IN = "http://absent.invalid/";

/**
 * Lets a file be read where its keys are out of reach, as those of a service are for a person in a shell. For whoever
 * asks nobody and pushes nothing.
 *
 * @param resolve Finds out what a reference stands for, if anything.
 */
export function overlookAbsentKeys(resolve: Resolve): Resolve {
  return async (reference) => {
    const resolved = await resolve(reference);
    return resolved.text === undefined ? { text: STAND_IN } : resolved;
  };
}
