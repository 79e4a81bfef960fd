import { LeexportError } from "../../src/errors.ts";

const OWN_PLACE = "/usr/local/bin/leexport";
const PACKAGED_PLACE = "/usr/bin/leexport";

/**
 * The unit of the package: the example, but for the place of the executable, and without the paragraph at its top that
 * says how to install it by hand.
 *
 * @param example The text of `examples/leexport.service`.
 * @throws {LeexportError} If the example is not built as this expects.
 */
export function packagedUnit(example: string): string {
  const [top = "", ...rest] = example.split("\n\n");
  if (!top.includes("Its place is ") || !example.includes(`ExecStart=${OWN_PLACE} `)) {
    throw new LeexportError(
      `Cannot package leexport.service: it does not begin with its place, or does not start ${OWN_PLACE}`,
      { hint: "correct examples/leexport.service or scripts/deb/packaged_unit.ts" },
    );
  }
  return rest.join("\n\n").replace(OWN_PLACE, PACKAGED_PLACE);
}
