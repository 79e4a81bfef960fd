import { openCatalog } from "../../src/service_host/catalog.ts";
import { completeDraft } from "../../src/starter/complete_draft.ts";
import { starterText } from "../../src/starter/starter_text.ts";

/** What `leexport init --yes` writes, but with a reference where that has a password made up for its reader. */
export async function starterConfig(): Promise<string> {
  const catalog = await openCatalog(undefined);
  const dummy = await catalog.describe("dummy");
  const statusToken = "${env:LEEXPORT_STATUS_TOKEN}";
  return starterText(completeDraft({ options: {} }, { dummy, statusToken }));
}
