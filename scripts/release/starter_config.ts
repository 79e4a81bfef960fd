import { openCatalog } from "../../src/service_host/catalog.ts";
import { completeDraft } from "../../src/starter/complete_draft.ts";
import { starterText } from "../../src/starter/starter_text.ts";

/** What stands in a starter for its secrets: references, because the file is the same for all. */
export interface StarterSecrets {
  /** Left out, the variable that `leexport init --yes` names. */
  readonly apiKey?: string;
  /** `undefined` = none: the status page only shows. */
  readonly statusToken: string | undefined;
}

/** What `leexport init --yes` writes, but with a reference where that has a password made up for its reader. */
export async function starterConfig({ apiKey, statusToken }: StarterSecrets): Promise<string> {
  const catalog = await openCatalog(undefined);
  const dummy = await catalog.describe("dummy");
  return starterText(completeDraft({ apiKey, options: {} }, { dummy, statusToken }));
}
