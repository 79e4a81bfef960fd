import { deepEqual, equal, match } from "node:assert/strict";
import { configureLog, getLog } from "../src/log.ts";
import { Secret } from "../src/secret.ts";

async function logged(
  format: "text" | "json",
  write: () => void,
  medium: "plain" | "journal" = "plain",
): Promise<string[]> {
  const lines: string[] = [];
  await configureLog({ level: "info", format, medium, write: (line) => lines.push(line) });
  write();
  return lines;
}

Deno.test("getLog() writes a line for people: time, level, area, message", async () => {
  const [line = ""] = await logged("text", () => getLog("engine").info("started 3 searches"));
  match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z info {4}engine: started 3 searches\n$/);
});

Deno.test("getLog() writes an object with the fields for machines", async () => {
  const [line = ""] = await logged(
    "json",
    () => getLog("service", "kafka").warning("slow", { search: "errors" }),
  );
  const { time, ...rest } = JSON.parse(line);
  match(time, /Z$/);
  deepEqual(rest, { level: "warning", area: "service.kafka", search: "errors", message: "slow" });
});

Deno.test("getLog() leaves out what is below the level", async () => {
  deepEqual(await logged("text", () => getLog("engine").debug("detail")), []);
});

Deno.test("getLog() takes braces as they are", async () => {
  const [line = ""] = await logged("text", () => getLog("engine").info('answered {"ok":true}'));
  match(line, /: answered \{"ok":true\}\n$/);
});

Deno.test("getLog() never writes a secret", async () => {
  const secret = new Secret("s3cret-key-0001");
  const [line = ""] = await logged(
    "json",
    () => getLog("engine").error(`bad ${secret.reveal()}`, { url: `http://x/${secret.reveal()}` }),
  );
  equal(line.includes("s3cret"), false);
});

Deno.test("getLog() never writes a secret of several lines", async () => {
  const secret = new Secret("-----BEGIN KEY-----\nabcdef\n-----END KEY-----");
  const [line = ""] = await logged("text", () => getLog("engine").error(`bad ${secret.reveal()}`));
  match(line, /: bad \[secret\]\n$/);
});

const PRIORITIES = [["error", 3], ["warning", 4], ["info", 6]] as const;

for (const [level, priority] of PRIORITIES) {
  Deno.test(`getLog() gives the journal the priority ${priority} for ${level}`, async () => {
    deepEqual(await logged("text", () => getLog("engine")[level]("said"), "journal"), [
      `<${priority}>engine: said\n`,
    ]);
  });
}

Deno.test("getLog() gives the journal a priority for each line of a message", async () => {
  const message = "Cannot push\n  hint: wait\nit waits";
  deepEqual(await logged("text", () => getLog("engine").warning(message), "journal"), [
    "<4>engine: Cannot push\n<4>  hint: wait\n<4>  it waits\n",
  ]);
});

Deno.test("getLog() gives the journal whole objects, after their priority", async () => {
  const [line = ""] = await logged("json", () => getLog("engine").error("a\nb"), "journal");
  equal(line.slice(0, 3), "<3>");
  deepEqual(Object.keys(JSON.parse(line.slice(3))), ["time", "level", "area", "message"]);
});

Deno.test("getLog() never gives the journal a secret of several lines", async () => {
  const secret = new Secret("-----BEGIN PIN-----\nabcdef\n-----END PIN-----");
  deepEqual(
    await logged("text", () => getLog("engine").error(`bad ${secret.reveal()}`), "journal"),
    [
      "<3>engine: bad [secret]\n",
    ],
  );
});
