/** Hosts of the API besides the configured one; its answers may link to any of them. */
const SIBLING_REGEXP = /\.(?:insight\.rapid7\.com|logentries\.com)$/;
const LOOPBACK_REGEXP = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Where the API is, and which addresses may be given its key. */
export class Address {
  /** Where queries are posted. */
  readonly queries: string;
  readonly #base: URL;
  readonly #text: string;

  /** @param url Base address, with or without a slash at its end. */
  constructor(url: string) {
    this.#base = new URL(url);
    this.#text = url.replace(/\/+$/, "");
    this.queries = this.to("/query/logs");
  }

  /** `eu.rest.logs.insight.rapid7.com`, with the port if it is not the usual one; for messages. */
  get host(): string {
    return this.#base.host;
  }

  /** The base address in one spelling, to tell APIs apart. */
  get origin(): string {
    return this.#base.origin;
  }

  /** @param path Begins with a slash. */
  to(path: string): string {
    return this.#text + path;
  }

  /**
   * Says whether the key may travel to an address that an answer names: the configured host, one of its siblings over
   * https, or any loopback address if the configured one is one.
   */
  mayReceiveKey(url: URL): boolean {
    if (url.username !== "" || url.password !== "") return false;
    if (url.origin === this.#base.origin) return true;
    if (url.protocol === "https:") {
      return url.host === this.#base.host || SIBLING_REGEXP.test(url.hostname);
    }
    return url.protocol === "http:" && isLoopback(url) && isLoopback(this.#base);
  }
}

function isLoopback(url: URL): boolean {
  return LOOPBACK_REGEXP.test(url.hostname);
}
