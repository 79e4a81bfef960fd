/**
 * The rules of GitHub's forms: what each part has to have, and may have.
 *
 * @module
 */
import { deepEqual, ok } from "node:assert/strict";
import { parse } from "yaml";
import { exists, filesIn, read } from "./pages.ts";

const FOLDER = ".github/ISSUE_TEMPLATE";
const CONFIG = `${FOLDER}/config.yml`;
const FORMS = filesIn(FOLDER, ".yml").filter((file) => file !== CONFIG);
const WHOLE = ["name", "description", "body", "title", "labels", "assignees", "projects", "type"];

/** For each kind of part: the attributes that it has to have, and those that it may have. */
const ATTRIBUTES: Readonly<Record<string, readonly [must: string[], may: string[]]>> = {
  markdown: [["value"], []],
  input: [["label"], ["description", "placeholder", "value"]],
  textarea: [["label"], ["description", "placeholder", "value", "render"]],
  dropdown: [["label", "options"], ["description", "multiple", "default"]],
  checkboxes: [["label", "options"], ["description"]],
};

interface Part {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly validations?: Readonly<Record<string, unknown>>;
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Part[];
}

function complaintsAbout({ type, id, attributes, validations = {} }: Part): readonly string[] {
  const rules = ATTRIBUTES[type];
  if (rules === undefined) return [`${type} is no kind of part`];
  const [must, may] = rules;
  const names = Object.keys(attributes);
  const known = [...must, ...may];
  return [
    ...must.filter((name) => !names.includes(name)).map((name) => `${id} lacks ${name}`),
    ...names.filter((name) => !known.includes(name)).map((name) => `${id} has ${name}`),
    ...Object.keys(validations).filter((name) => name !== "required")
      .map((name) => `${id} validates ${name}`),
    ...type !== "markdown" && !/^[a-z_-]+$/.test(id ?? "") ? [`a ${type} has no good id`] : [],
  ];
}

for (const file of FORMS) {
  Deno.test(`${file} is a form as GitHub reads it`, () => {
    const form: Form = parse(read(file));
    deepEqual(Object.keys(form).filter((key) => !WHOLE.includes(key)), []);
    ok(form.name.length > 3 && form.description.length > 3);
    deepEqual(form.body.flatMap(complaintsAbout), []);
    ok(form.body.some(({ type }) => type !== "markdown"));
    const unique = (values: readonly unknown[]) => deepEqual(values, [...new Set(values)]);
    unique(form.body.flatMap(({ id }) => id ?? []));
    unique(form.body.flatMap(({ attributes: { label } }) => label ?? []));
    for (const { attributes: { options } } of form.body) {
      if (Array.isArray(options)) unique(options);
    }
  });
}

Deno.test("the forms ask for names that differ", () => {
  const names = FORMS.map((file) => parse(read(file)).name);
  deepEqual([...new Set(names)], names);
});

Deno.test("who opens a report is led to private reports and to the pages that help", () => {
  const config = parse(read(CONFIG));
  deepEqual(Object.keys(config), ["blank_issues_enabled", "contact_links"]);
  for (const { name, url, about } of config.contact_links) {
    ok(name !== "" && about !== "");
    ok(url.startsWith("https://github.com/leexport/leexport/"));
    const [, page] = /\/blob\/main\/(.*)$/.exec(url) ?? [];
    ok(page === undefined || exists(page), url);
  }
});
