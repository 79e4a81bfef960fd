import { deepStrictEqual, throws } from "node:assert/strict";
import { nameService } from "../../src/new_service/name_service.ts";

const taken = ["dummy", "hosted_graphite"];

for (
  const [words, name, className] of [
    ["My Application", "my_application", "MyApplicationService"],
    ["my-application", "my_application", "MyApplicationService"],
    ["my_application", "my_application", "MyApplicationService"],
    ["MyApplication", "my_application", "MyApplicationService"],
    ["  my   application service ", "my_application", "MyApplicationService"],
    ["HTTP2 gateway", "http2_gateway", "Http2GatewayService"],
    ["MyHTTPServer", "my_http_server", "MyHttpServerService"],
    ["Status.io", "status_io", "StatusIoService"],
    ["service desks of x", "service_desks_of_x", "ServiceDesksOfXService"],
    ["floor 2", "floor_2", "Floor2Service"],
    ["class", "class", "ClassService"],
    ["Dummies", "dummies", "DummiesService"],
  ] as const
) {
  Deno.test(`nameService() calls "${words}" ${name}`, () => {
    deepStrictEqual(nameService(words, { taken }), {
      name,
      className,
      file: `${name}_service.ts`,
      testFile: `${name}_service_test.ts`,
    });
  });
}

for (
  const [words, found, hint] of [
    ["", "it is empty", 'write leexport new-service "My Application"'],
    [" \t", "it is empty", 'write leexport new-service "My Application"'],
    ["--", "there is no word in it", 'write leexport new-service "My Application"'],
    [
      "Service",
      "every service is called service",
      'write leexport new-service "My Application"',
    ],
    ["2 fast", "it begins with a digit", "begin with a letter"],
    [
      "Größe",
      '"ö" is neither a letter from a to z nor a digit',
      "write its name in the letters a to z, digits and blanks",
    ],
    [
      "../etc",
      '"/" is neither a letter from a to z nor a digit',
      "write its name in the letters a to z, digits and blanks",
    ],
    [
      "🙂",
      '"🙂" is neither a letter from a to z nor a digit',
      "write its name in the letters a to z, digits and blanks",
    ],
    [
      "Hosted Graphite",
      '"hosted_graphite" is a service that comes with leexport',
      'choose another name, such as "My Hosted Graphite"',
    ],
    [
      "a".repeat(41),
      "it has more than 40 characters",
      "write a shorter name; the summary of the service can say more",
    ],
  ] as const
) {
  Deno.test(`nameService() refuses ${JSON.stringify(words)}`, () => {
    throws(() => nameService(words, { taken }), {
      name: "UsageError",
      message: `Cannot call a service ${JSON.stringify(words)}: ${found}`,
      hint,
    });
  });
}
