import type { Assets } from "./assets.ts";
import { isKnown } from "./etag.ts";
import { nothingThere } from "./not_served.ts";
import { refuse } from "./refusal.ts";

/** Answers with a file of the page, or that the browser has it already. */
export async function answerAsset(
  request: Request,
  { name, assets }: { readonly name: string; readonly assets: Assets },
): Promise<Response> {
  const asset = await assets.get(name);
  if (asset === undefined) return refuse(nothingThere(request));
  const { text, contentType, etag } = asset;
  // A new version of the program must not meet files of an old one: browsers ask each time whether theirs is still good.
  const headers = { etag, "cache-control": "no-cache", "content-type": contentType };
  if (isKnown(etag, request)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers });
}
