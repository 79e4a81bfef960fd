/** One character of a terminal with its colour: an SGR code such as `36` or `1;36`; `""` = the default. */
interface Cell {
  readonly text: string;
  readonly tone: string;
}

const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 16;
const SGR_START = "\x1b[";

/** Names of the classes for what `src/draw` and the demo write. */
const CLASSES: Readonly<Record<string, string>> = {
  "": "text",
  "1": "strong",
  "90": "faint",
  "1;36": "cyan strong",
  "31": "red",
  "32": "green",
  "33": "yellow",
  "34": "blue",
  "35": "magenta",
  "36": "cyan",
};

const PALETTES = {
  light:
    "--back:#fff;--edge:#d0d7de;--text:#1f2328;--faint:#6e7781;--red:#cf222e;--green:#1a7f37;" +
    "--yellow:#9a6700;--blue:#0969da;--magenta:#8250df;--cyan:#0a7ea4",
  dark:
    "--back:#0d1117;--edge:#30363d;--text:#e6edf3;--faint:#8b949e;--red:#ff7b72;--green:#3fb950;" +
    "--yellow:#d29922;--blue:#58a6ff;--magenta:#bc8cff;--cyan:#39c5cf",
} as const;

const STYLE = `svg{${PALETTES.light}}@media(prefers-color-scheme:dark){svg{${PALETTES.dark}}}` +
  "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:currentColor}" +
  ".fill{fill:currentColor}.dots,.lines{fill:none;stroke:currentColor}" +
  ".dots{stroke-width:2.3;stroke-linecap:round}.text{color:var(--text)}" +
  ".strong{color:var(--text);font-weight:600}" +
  ["faint", "red", "green", "yellow", "blue", "magenta", "cyan"]
    .map((name) => `.${name}{color:var(--${name})}`).join("");

/**
 * Turns what a terminal shows into an SVG that looks right on a light and on a dark page. Blocks, braille dots and
 * frames become shapes, because fonts disagree on their width.
 *
 * @param lines Lines with the escape sequences that `src/draw` writes.
 * @param options.columns Width of the terminal.
 * @param options.title What the picture shows, for people who cannot see it.
 */
export function terminalSvg(
  lines: readonly string[],
  { columns, title }: { readonly columns: number; readonly title: string },
): string {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const rows = lines.map(readCells);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="img" aria-label="${escape(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" ` +
    `style="fill:var(--back);stroke:var(--edge)"/>`,
    ...rows.flatMap((cells, row) => writeText(cells, row)),
    ...drawShapes(rows),
    "</svg>",
    "",
  ].join("\n");
}

function readCells(line: string): Cell[] {
  const [plain = "", ...painted] = line.split(SGR_START);
  const cells = Array.from(plain, (text): Cell => ({ text, tone: "" }));
  for (const piece of painted) {
    const end = piece.indexOf("m");
    const code = piece.slice(0, end);
    const tone = code === "0" ? "" : code;
    for (const text of piece.slice(end + 1)) cells.push({ text, tone });
  }
  return cells;
}

const SHAPE_REGEXP = /[─│┤└\u2580-\u259f\u2800-\u28ff]/;

/** Words with single blanks between them; SVG makes one blank of several. */
const WORDS_REGEXP = /\S+(?: \S+)*/g;

/** Neighbours of the same colour become one text, stretched to the columns that it takes up. */
function writeText(cells: readonly Cell[], row: number): string[] {
  const texts: string[] = [];
  let start = 0;
  while (start < cells.length) {
    const { tone } = cells[start]!;
    let end = start;
    while (end < cells.length && cells[end]!.tone === tone && !isShape(cells[end]!)) end++;
    const run = cells.slice(start, end).map(({ text }) => text).join("");
    for (const { 0: words, index } of run.matchAll(WORDS_REGEXP)) {
      texts.push(
        `<text class="${CLASSES[tone] ?? "text"}" x="${left(start + index)}" y="${
          top(row) + 13
        }" ` +
          `textLength="${round(words.length * CELL.width)}" lengthAdjust="spacingAndGlyphs">` +
          `${escape(words)}</text>`,
      );
    }
    start = Math.max(end, start + 1);
  }
  return texts;
}

function isShape({ text }: Cell): boolean {
  return SHAPE_REGEXP.test(text);
}

/** One path for each colour and kind of shape. */
function drawShapes(rows: readonly (readonly Cell[])[]): string[] {
  const paths = new Map<string, string>();
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (!isShape(cell)) return;
      const { kind, path } = shape(cell.text, { x: left(column), y: top(row) });
      const name = `${kind} ${CLASSES[cell.tone] ?? "text"}`;
      paths.set(name, (paths.get(name) ?? "") + path);
    });
  });
  return Array.from(paths, ([name, path]) => `<path class="${name}" d="${path}"/>`);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function shape(text: string, place: Place): { kind: "dots" | "fill" | "lines"; path: string } {
  const code = text.codePointAt(0)!;
  if (code >= 0x2800) return { kind: "dots", path: dots(code - 0x2800, place) };
  if (code >= 0x2580) return { kind: "fill", path: block(code, place) };
  return { kind: "lines", path: lines(text, place) };
}

const DOT_PLACES = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [0, 3], [1, 3]] as const;

function dots(bits: number, { x, y }: Place): string {
  return DOT_PLACES.map(([column, row], bit) => {
    if ((bits & (1 << bit)) === 0) return "";
    return `M${round(x + (column + 0.5) * CELL.width / 2)} ${
      round(y + (row + 0.5) * CELL.height / 4)
    }h0`;
  }).join("");
}

function block(code: number, { x, y }: Place): string {
  const { width, height } = CELL;
  if (code === 0x2580) return box({ x, y, width, height: height / 2 });
  if (code <= 0x2588) {
    const part = height * (code - 0x2580) / 8;
    return box({ x, y: y + height - part, width, height: part });
  }
  return box({ x, y, width: width * (0x2590 - code) / 8, height });
}

function box({ x, y, width, height }: Place & { width: number; height: number }): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function lines(text: string, { x, y }: Place): string {
  const [middleX, middleY] = [round(x + CELL.width / 2), round(y + CELL.height / 2)];
  const down = `M${middleX} ${y}v${CELL.height}`;
  if (text === "─") return `M${x} ${middleY}h${CELL.width}`;
  if (text === "│") return down;
  if (text === "┤") return `${down}M${x} ${middleY}h${CELL.width / 2}`;
  return `M${middleX} ${y}v${CELL.height / 2}h${CELL.width / 2}`;
}

function left(column: number): number {
  return round(MARGIN + column * CELL.width);
}

function top(row: number): number {
  return MARGIN + row * CELL.height;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
