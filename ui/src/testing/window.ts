// Opens the window, or one view of it, before a stand-in for the program behind it.

import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { tick, type Component } from "svelte";
import { expect } from "vitest";

import App from "../App.svelte";
import { Session } from "../state/session.svelte";
import type { AppView } from "../wire/AppView";
import type { OrgView } from "../wire/OrgView";
import { app, org } from "./fixtures";
import { Shell } from "./shell";

/** The whole window with these orgs. */
export async function openWindow(orgs: OrgView[] = [], prepare: (shell: Shell) => void = () => undefined) {
  const shell = new Shell(orgs);
  prepare(shell);
  const user = userEvent.setup({ delay: null });
  const { container } = render(App);
  await settle();
  return { shell, user, container };
}

/** A session that has heard of these orgs, without a window. */
export async function openSession(orgs: OrgView[] = []) {
  const shell = new Shell(orgs);
  const session = new Session();
  await session.connect();
  return { shell, session };
}

/** The same with two orgs, and the app of the first, which has more of some things. */
export async function openWithApp(more: Partial<AppView> = {}) {
  const opened = await openSession([org({ apps: [app(more)] }), org({ id: "org-2", apps: [app({ id: "app-2" })] })]);
  const found = opened.session.orgs.app("app-acu")?.app;
  if (found === undefined) throw new Error("no app");
  return { ...opened, found };
}

/** One view, with what it needs. */
export async function show<Props extends Record<string, unknown>>(view: Component<Props>, props: Props) {
  const user = userEvent.setup({ delay: null });
  const { container } = render(view as Component, { props });
  await settle();
  return { user, container };
}

/** Lets everything come to rest that is already on its way. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
    await tick();
  }
}

/** Nothing that axe can judge is wrong. Contrast it cannot judge here: jsdom draws nothing. */
export async function expectAccessible(container: Element = document.body): Promise<void> {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  expect(found).toEqual([]);
}
