/**
 * Runs the tests and ends with `N passed, N failed` (`, N skipped` if any). Arguments go to `deno test`.
 *
 * @module
 */

import { runTests } from "./test/run_tests.ts";

Deno.exit(await runTests(Deno.args.length > 0 ? Deno.args : ["tests/", "examples/"]));
