/**
 * The files of the page, as a browser gets them. `/` is `src/status_page/index.html`, and `/page/NAME` is the file NAME
 * of that folder: `<script type="module" src="/page/main.ts">`. A `.ts` file keeps its name, so that its imports of other
 * files of the folder (`./search_list.ts`) hold in the browser as they are; its types are taken out, with all that is
 * imported as a type. `lit-html` and `lit-html/directives/….js` are imported by these names and found below
 * `/page/lit-html/`.
 *
 * Each file is read once, when it is first asked for. They come with the program, so nothing in them is secret.
 *
 * @module
 */

import { stripTypes } from "../strip_types.ts";
import { etagOf } from "./etag.ts";

/** A file as it is sent. */
export interface Asset {
  readonly text: string;
  readonly contentType: string;
  /** With its quotes. */
  readonly etag: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  ts: "text/javascript; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** Names without a dot but the last cannot lead out of their folder. */
const NAME_REGEXP = /^(?:[a-z0-9_-]+\/)*[a-z0-9_-]+\.(?<extension>html|css|svg|ts|js)$/;
const LIT_REGEXP = /^lit-html\/(?<path>(?:directives\/)?[a-z-]+\.js)$/;
const LIT_IMPORT_REGEXP =
  /(?<=^\s*(?:import|export|\})[^"'\n]*)(["'])lit-html(?:\/([^"'\n]+))?\1/gm;

/** Gives the files of the page. */
export class Assets {
  readonly #read = new Map<string, Promise<Asset>>();

  /**
   * Gives a file.
   *
   * @param name Its path below `/page/`.
   * @returns `undefined` if there is none of that name.
   */
  async get(name: string): Promise<Asset | undefined> {
    const url = urlOf(name);
    if (url === undefined) return undefined;
    const asset = this.#read.get(name) ?? readAsset(url);
    this.#read.set(name, asset);
    try {
      return await asset;
    } catch (error) {
      // Names that lead nowhere are not remembered: there is no end of them.
      this.#read.delete(name);
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }
}

function urlOf(name: string): URL | undefined {
  if (!NAME_REGEXP.test(name)) return undefined;
  const lit = LIT_REGEXP.exec(name)?.groups?.["path"];
  // What the name resolves to is the build for servers; the one for browsers lies a folder above.
  if (lit !== undefined) return new URL(`../${lit}`, import.meta.resolve("lit-html"));
  return new URL(`../status_page/${name}`, import.meta.url);
}

async function readAsset(url: URL): Promise<Asset> {
  const written = await Deno.readTextFile(url);
  const extension = NAME_REGEXP.exec(url.pathname.slice(url.pathname.lastIndexOf("/") + 1))
    ?.groups?.["extension"] ?? "";
  const text = extension === "ts" ? await forBrowsers(written) : written;
  const contentType = CONTENT_TYPES[extension] ?? "application/octet-stream";
  return { text, contentType, etag: etagOf(text) };
}

async function forBrowsers(written: string): Promise<string> {
  const { text } = await stripTypes(written);
  return text.replaceAll(
    LIT_IMPORT_REGEXP,
    (_, quote: string, path = "lit-html.js") => `${quote}/page/lit-html/${path}${quote}`,
  );
}
