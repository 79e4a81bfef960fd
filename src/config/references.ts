import type { IniSection, IniValue } from "./ini/section.ts";

/** Where a reference leads: to an environment variable, a file, or a credential that systemd hands over. */
export const REFERENCE_KINDS = ["env", "file", "credential"] as const;

/** One of {@linkcode REFERENCE_KINDS}. */
export type ReferenceKind = typeof REFERENCE_KINDS[number];

/** `${kind:name}` in a value. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
}

/** What a reference stands for, or why it stands for nothing. */
export type Resolved =
  | { readonly text: string }
  | { readonly text?: undefined; readonly found: string; readonly hint: string };

/** Finds out what a reference stands for; does not throw for one that leads nowhere. */
export type Resolve = (reference: Reference) => Promise<Resolved>;

/** What every reference of a file stands for, by its own text: `${env:NAME}`. */
export type ResolvedReferences = ReadonlyMap<string, Resolved>;

/** A word with a colon in `${…}`; whether the word is a known kind is for the reader to say. */
export const REFERENCE_REGEXP: RegExp = /\$\{([A-Za-z_]+):([^{}]*)\}/g;

/** The beginning of a reference that is never closed. */
export const OPEN_REFERENCE_REGEXP: RegExp = /\$\{(?:env|file|credential):[^{}]*$/;

/** The kind that a word in `${word:…}` names. */
export function referenceKind(word: string): ReferenceKind | undefined {
  return REFERENCE_KINDS.find((kind) => kind === word);
}

/**
 * Resolves every reference below some sections, each once, all at the same time.
 *
 * @param sections Sections whose values may hold references.
 * @param resolve Finds out what one stands for.
 */
export async function resolveReferences(
  sections: Iterable<IniSection>,
  resolve: Resolve,
): Promise<ResolvedReferences> {
  const found = new Map<string, Reference>();
  for (const value of valuesBelow(sections)) {
    if (!value.text.includes("${")) continue;
    for (const [text, word = "", name = ""] of value.text.matchAll(REFERENCE_REGEXP)) {
      const kind = referenceKind(word);
      if (kind !== undefined) found.set(text, { kind, name });
    }
  }
  return new Map(
    await Promise.all(
      [...found].map(async ([text, reference]) => [text, await resolve(reference)] as const),
    ),
  );
}

function* valuesBelow(sections: Iterable<IniSection>): Generator<IniValue> {
  for (const section of sections) {
    for (const member of section.members.values()) {
      if (member.kind === "value") yield member;
      else yield* valuesBelow([member]);
    }
  }
}
