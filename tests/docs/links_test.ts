import { deepEqual, equal } from "node:assert/strict";
import { dirname, join, normalize } from "node:path/posix";
import { exists, filesIn, PAGES, prose, read } from "./pages.ts";

/** A link or an image of a page. */
interface Link {
  readonly page: string;
  /** Path from the root; the page itself for a link within it. */
  readonly path: string;
  readonly anchor: string | undefined;
}

const INDEX = "docs/README.md";
const LINK_REGEXP = /\]\(<?([^)\s>]+)>?\)|<(?:a href|img src)="([^"]+)"/g;
const ELSEWHERE_REGEXP = /^[a-z]+:/;

function linksOf(page: string): readonly Link[] {
  const targets = Array.from(prose(page).matchAll(LINK_REGEXP), ([, md, html]) => md ?? html!);
  return targets.filter((target) => !ELSEWHERE_REGEXP.test(target)).map((target) => {
    const [path = "", anchor] = target.split("#");
    const to = path === "" ? page : normalize(join(dirname(page), path));
    return { page, path: to, anchor };
  });
}

/** The anchors that GitHub gives to the headings of a page; a heading that comes again gets a number. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = prose(page).matchAll(/^#{1,6} +(.*)$/gm);
  return new Set(Array.from(headings, ([, heading = ""]) => {
    const slug = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim().toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  }));
}

function written({ page, path, anchor }: Link): string {
  return `${page}: ${path}${anchor === undefined ? "" : `#${anchor}`}`;
}

const LINKS = PAGES.flatMap(linksOf);

Deno.test("every link between files of the documentation leads somewhere", () => {
  deepEqual(LINKS.filter(({ path }) => !exists(path)).map(written), []);
});

Deno.test("every link to a heading finds it", () => {
  const broken = LINKS.filter(({ path, anchor }) =>
    anchor !== undefined && path.endsWith(".md") && exists(path) && !anchorsOf(path).has(anchor)
  );
  deepEqual(broken.map(written), []);
});

Deno.test("every page is reached from docs/README.md", () => {
  const reached = new Set([INDEX]);
  for (const page of reached) {
    for (const { path } of LINKS.filter((link) => link.page === page)) {
      if (PAGES.includes(path)) reached.add(path);
    }
  }
  const hidden = PAGES.filter((page) => !reached.has(page) && !page.startsWith(".github/"));
  deepEqual(hidden, []);
});

Deno.test("docs/README.md itself lists every page of docs", () => {
  const listed = linksOf(INDEX).map(({ path }) => path);
  const missing = PAGES.filter((page) =>
    page.startsWith("docs/") && page !== INDEX && !listed.includes(page)
  );
  deepEqual(missing, []);
});

Deno.test("every picture in docs is shown or linked by a page", () => {
  const pictures = ["docs", "docs/services"].flatMap((folder) =>
    [".svg", ".png"].flatMap((ending) => filesIn(folder, ending))
  );
  const used = new Set(LINKS.map(({ path }) => path));
  deepEqual(pictures.filter((picture) => !used.has(picture)), []);
});

Deno.test("every picture says in words what it shows", () => {
  const silent = PAGES.filter((page) => /!\[\s*\]\(/.test(prose(page)));
  deepEqual(silent, []);
});

for (const page of PAGES.filter((page) => !page.startsWith(".github/"))) {
  Deno.test(`${page} has one title, and says what it is for before the first heading`, () => {
    const text = prose(page);
    const titles = [...text.matchAll(/^# .*$/gm)];
    equal(titles.length, 1);
    const [, intro = ""] = /^# .*\n([\s\S]*?)(?:\n#|$(?![\s\S]))/.exec(text) ?? [];
    equal(/^[A-Z_`[l][^|]{20,}/.test(intro.trim()), true, `it begins with: ${intro.trim()}`);
  });
}

Deno.test("no page names a place on a machine of ours", () => {
  deepEqual(PAGES.filter((page) => /\/(?:work|root|home\/\w+)\//.test(read(page))), []);
});
