import {
  type ApiKeyUse,
  choice,
  hosts,
  integer,
  type KeyTable,
  optional,
  secret,
  text,
} from "../key.ts";

/** `[Services] [[name]]`. */
export const SERVICE_KEYS = {
  api_key: optional(secret(text("Key that the service pushes with"))),
  allow_net: optional(hosts("Further host:port that the service may reach")),
  isolation: optional(
    choice("What holds the service; by default a process for modules of your own", [
      { value: "worker", help: "A worker of the daemon: light" },
      {
        value: "process",
        help: "A process of its own: its memory is limited and it can be killed",
      },
    ]),
  ),
  memory_limit: integer("MiB of memory that a process may use", {
    default: "256",
    min: 128,
    max: 65_536,
  }),
  push_deadline: integer("Seconds that one push may take", { default: "30", min: 1, max: 3600 }),
} as const satisfies KeyTable;

/** `[Services] [[name]]` of a service that may not be able to do without `api_key`. */
export function serviceKeys({ apiKey }: { readonly apiKey: ApiKeyUse }): KeyTable {
  return { ...SERVICE_KEYS, api_key: { ...SERVICE_KEYS.api_key, required: apiKey === "required" } };
}
