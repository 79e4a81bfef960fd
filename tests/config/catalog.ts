import { ServiceError } from "../../src/errors.ts";
import {
  choice,
  file,
  hosts,
  integer,
  type KeyTable,
  list,
  optional,
  secret,
  text,
  url,
} from "../../src/key.ts";
import type {
  BrokenModule,
  ServiceCatalog,
  ServiceDescription,
} from "../../src/service_description.ts";

function shipped(
  name: string,
  { keys, accepts = [] }: { keys: KeyTable; accepts?: ServiceDescription["accepts"] },
): ServiceDescription {
  return {
    name,
    className: `${name}Service`,
    origin: "shipped",
    file: `src/services/${name}_service.ts`,
    summary: `Pushes to ${name}`,
    keys,
    accepts,
    apiKey: "optional",
  };
}

/** The services that a config under test may use. */
export const SERVICES: readonly ServiceDescription[] = [
  shipped("dummy", { keys: { push_url: optional(text("Where a real service would push")) } }),
  shipped("geckoboard", {
    keys: {
      push_url: url("Push URL of the widget"),
      widget_type: choice("Type of the widget", [
        { value: "line_chart", help: "Line", accepts: ["series"] },
        { value: "bar_chart", help: "Bars" },
        { value: "pie_chart", help: "Pie", accepts: ["groups"] },
        { value: "number_stat", help: "Number", accepts: ["series"] },
      ]),
      name: text("Name of the series", { default: "" }),
      text: text("Text below the number", { default: "" }),
    },
  }),
  shipped("hosted_graphite", {
    keys: { push_url: url("Address of the sink"), metric_name: text("Name of the metric") },
    accepts: ["series"],
  }),
  shipped("kafka", {
    keys: {
      brokers: hosts("Brokers"),
      topic: text("Topic"),
      tags: optional(list("Tags")),
      retries: integer("Tries", { default: "3", min: 0, max: 10 }),
      password: optional(secret(text("Password"))),
      ca_file: optional(file("Certificate of the authority")),
    },
  }),
  {
    ...shipped("mine", { keys: { push_url: url("Where to") } }),
    origin: "user",
    file: "/etc/leexport/services/mine_service.ts",
  },
];

/** A catalog as plain data. */
export function catalogOf(
  {
    services = SERVICES,
    broken = [],
    failing = {},
  }: {
    readonly services?: readonly ServiceDescription[];
    readonly broken?: readonly BrokenModule[];
    /** Names of services that cannot be described, and why. */
    readonly failing?: Readonly<Record<string, string>>;
  } = {},
): ServiceCatalog {
  const names = [...services.map(({ name }) => name), ...Object.keys(failing)].sort();
  return {
    names,
    broken,
    describe(name) {
      const found = services.find((service) => service.name === name);
      if (found !== undefined) return Promise.resolve(found);
      return Promise.reject(new ServiceError(failing[name] ?? "unknown", { fault: "load" }));
    },
  };
}
