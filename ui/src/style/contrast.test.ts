// Computes the contrast of every pair of colours that is used, by WCAG 2, from the file itself.

import { describe, expect, it } from "vitest";

import css from "./tokens.css?raw";

type Theme = "light" | "dark";

const rule = css.slice(0, css.indexOf("[data-environment]"));
const tokens = new Map<string, Record<Theme, string>>();
for (const [, name = "", light = "", dark = ""] of rule.matchAll(
  /--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g,
)) {
  tokens.set(name, { light, dark });
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function contrast(text: string, ground: string, theme: Theme): number {
  const [one, other] = [tokens.get(text), tokens.get(ground)];
  if (one === undefined || other === undefined) throw new Error(`no token ${text} or ${ground}`);
  return ratio(one[theme], other[theme]);
}

const grounds = ["bg", "surface", "raised", "selected", "hover"];
const environments = ["production", "full-copy", "uat", "integration", "development", "scratch", "developer-edition"];
const texts = ["text", "text-muted", "text-faint", "link", "ok", "warn", "error", "info", ...environments];

const readable: [string, string][] = [
  ...texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...environments.map((kind): [string, string] => [kind, `${kind}-tint`]),
  ["production-band-fg", "production-band"],
  ["ink-fg", "ink"],
  // The button that removes.
  ["ink-fg", "error"],
];
const visible: [string, string][] = [
  ...["control", "focus"].flatMap((line) => ["bg", "surface", "selected"].map((ground): [string, string] => [line, ground])),
  ["control", "raised"],
  ["focus", "raised"],
  ["focus", "hover"],
];

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  it.each(readable)("%s can be read on %s", (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(visible)("%s can be seen on %s", (line, ground) => {
    expect(contrast(line, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

describe("the measure itself", () => {
  it("agrees with numbers that are known", () => {
    expect(ratio("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(ratio("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
    expect(contrast("text", "bg", "light")).toBeCloseTo(17.23, 2);
    expect(contrast("production", "production-tint", "dark")).toBeCloseTo(8.3, 2);
  });

  it("notices a colour that is too faint", () => {
    expect(contrast("hairline", "bg", "light")).toBeLessThan(3);
  });
});
