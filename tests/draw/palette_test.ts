import { ok } from "node:assert/strict";
import { PALETTES } from "../../src/draw/svg/palette.ts";

type Vector = readonly [number, number, number];

/** Of sRGB, linear, as eyes without one kind of cones see it: Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHTS: Readonly<Record<string, readonly Vector[]>> = {
  "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [
    -0.003882,
    -0.048116,
    1.051998,
  ]],
  "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [
    -0.01182,
    0.04294,
    0.968881,
  ]],
  "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [
    0.004733,
    0.691367,
    0.3039,
  ]],
};

function linear(colour: string): Vector {
  const part = (start: number) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** As WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => dot([0.2126, 0.7152, 0.0722], linear(colour));
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Oklab, in which equal distances look equally different. */
function seen(colour: string, sight: readonly Vector[]): Vector {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const rgb = sight.map((row) => clamp(dot(row, linear(colour))));
  const [r = 0, g = 0, b = 0] = rgb;
  const cones: Vector = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], [r, g, b])),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], [r, g, b])),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], [r, g, b])),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cones),
    dot([1.9779984951, -2.428592205, 0.4505937099], cones),
    dot([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

for (const [scheme, palette] of Object.entries(PALETTES)) {
  Deno.test(`text has a contrast of 4.5, series one of 3, in the ${scheme} scheme`, () => {
    for (const colour of [palette.ink, palette.faint]) {
      ok(contrast(colour, palette.background) >= 4.5, colour);
    }
    for (const colour of [...palette.series, palette.others]) {
      ok(contrast(colour, palette.background) >= 3, colour);
    }
  });

  for (const [name, sight] of Object.entries(SIGHTS)) {
    Deno.test(`series stay apart in the ${scheme} scheme for eyes with ${name}`, () => {
      palette.series.forEach((colour, index) => {
        for (const other of palette.series.slice(0, index)) {
          const [a, b] = [seen(colour, sight), seen(other, sight)];
          const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
          // A distance of 0.02 is just noticeable in neighbouring areas.
          ok(distance > 0.08, `${colour} ${other} ${distance}`);
        }
      });
    });
  }
}
