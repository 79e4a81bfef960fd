import { stateFolder } from "../process/paths.ts";
import type { StorePlace } from "./open_store.ts";

/**
 * Finds where the store of a config is.
 *
 * @param state `[Leexport] state_dir`.
 */
export function storePlace(
  state: { readonly kind: "folder"; readonly path: string } | { readonly kind: "usual" | "none" },
): StorePlace {
  if (state.kind === "folder") return state;
  if (state.kind === "none") return { kind: "memory" };
  return stateFolder((name) => Deno.env.get(name), { uid: Deno.uid() });
}
