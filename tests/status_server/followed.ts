import { ok } from "node:assert/strict";

/** What a server answered. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What is quoted after `from`, `import`, `src=` or `href=`, in the way that the page's files are written. */
const LINK_REGEXP = /(?:\bfrom\s*|\bimport\s*|\bsrc=|\bhref=)"([^"#]+)"/g;

/** Follows every link from a file of the page, as a browser does. */
export async function* followed(
  ask: (path: string) => Promise<Answer>,
  first: string,
): AsyncGenerator<Answer & { readonly path: string }> {
  const paths = new Set([first]);
  for (const path of paths) {
    const { status, headers, body } = await ask(path);
    yield { path, status, headers, body };
    for (const [, link = ""] of body.matchAll(LINK_REGEXP)) {
      ok(/^[./]/.test(link), `${path} links to ${link}, which no browser finds`);
      paths.add(new URL(link, `http://localhost${path}`).pathname);
    }
  }
}
