import assert from "node:assert/strict";
import { findServiceClass } from "../../src/service_host/service_class.ts";
import { Service } from "../../src/service.ts";

class PlainService extends Service {
  override transform(): unknown {
    return {};
  }

  override async push(): Promise<void> {}
}

class ProcessService extends PlainService {
  override async process(): Promise<void> {}
}

Deno.test("a class with transform() and push() is found by its name", () => {
  assert.equal(findServiceClass({ PlainService }, "PlainService"), PlainService);
});

Deno.test("a class that overrides process() is refused, for nothing would call it", () => {
  assert.throws(() => findServiceClass({ ProcessService }, "ProcessService"), {
    name: "TypeError",
    message: "class ProcessService overrides process(), which leexport never calls: " +
      "it calls transform() and push()",
  });
});
