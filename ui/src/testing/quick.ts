// The quick switcher before a stand-in for the program behind it.

import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import type { Channel } from "@tauri-apps/api/core";

import QuickPage from "../views/quick/QuickPage.svelte";
import type { QuickChange } from "../wire/QuickChange";
import type { QuickRow } from "../wire/QuickRow";
import type { QuickView } from "../wire/QuickView";
import { MINUTE } from "./fixtures";
import { Shell } from "./shell";
import { settle } from "./window";

export const quickRow = (more: Partial<QuickRow> = {}): QuickRow => ({
  pick: { pick: "app", app: "app-acu", org: "org-acu" },
  client: "Acme Retail",
  name: "UAT",
  app: null,
  code: "acu",
  isExact: false,
  environment: "uat",
  status: { word: "renews" },
  guard: null,
  tokens: 1,
  ...more,
});

export const uat = (more: Partial<QuickRow> = {}) => quickRow(more);

export const full = (more: Partial<QuickRow> = {}) =>
  quickRow({
    pick: { pick: "app", app: "app-acf", org: "org-acf" },
    name: "Full copy",
    code: "acf",
    environment: "full_copy",
    status: { word: "fresh", until: Date.now() + 9 * MINUTE, next: "renews" },
    ...more,
  });

export const production = (more: Partial<QuickRow> = {}) =>
  quickRow({
    pick: { pick: "app", app: "app-acp", org: "org-acp" },
    name: "Production",
    code: "acp",
    environment: "production",
    guard: "second_enter",
    ...more,
  });

export const acmeAll = (more: Partial<QuickRow> = {}) =>
  quickRow({
    pick: { pick: "set", set: "set-acme" },
    client: null,
    name: "Acme all",
    code: "aca",
    environment: "production",
    status: null,
    guard: "second_enter",
    tokens: 5,
    ...more,
  });

export const quickView = (rows: QuickRow[], more: Partial<QuickView> = {}): QuickView => ({
  rows,
  found: rows.length,
  orgs: 37,
  instantCodes: false,
  ...more,
});

/** Answers as the program does, as far as the page can tell: by what the code or the names begin with. */
export function finds(rows: QuickRow[], more: Partial<QuickView> = {}) {
  return ({ query }: Record<string, unknown>): QuickView => {
    const typed = String(query).toLowerCase();
    const matches = ({ code, client, name }: QuickRow) =>
      [code, client ?? "", name].some((text) => text.toLowerCase().startsWith(typed));
    const found = rows.filter(matches).map((row) => ({ ...row, isExact: row.code === typed }));
    return quickView(found, more);
  };
}

/** A stand-in that finds these, and tells what changes to whoever watches. */
export class QuickShell extends Shell {
  #quick: Channel<QuickChange> | undefined;

  constructor(rows: QuickRow[] = [uat(), full(), production(), acmeAll()], more: Partial<QuickView> = {}) {
    super();
    this.on("quick_watch", ({ changes }) => void (this.#quick = changes as Channel<QuickChange>));
    this.on("quick_find", finds(rows, more));
    this.on("quick_copy", () => null);
  }

  tellQuick(change: QuickChange): void {
    this.#quick?.onmessage(change);
  }
}

/** The page, shown. */
export async function openQuick(shell = new QuickShell()) {
  const user = userEvent.setup({ delay: null });
  const { container } = render(QuickPage);
  await settle();
  shell.tellQuick({ what: "shown" });
  await settle();
  /** Presses keys as a person does, and lets the answers come. */
  const press = async (keys: string) => {
    await user.keyboard(keys);
    await settle();
  };
  return { shell, user, container, press };
}

export const field = () => screen.getByRole("combobox", { name: "Find an org" });
