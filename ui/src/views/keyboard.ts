// What the keys do, and where the focus goes by them.

import { tick } from "svelte";

import { focusIfLost } from "../parts/focus";
import type { Session } from "../state/session.svelte";
import type { AppView } from "../wire/AppView";
import type { GuideId } from "../wire/GuideId";
import type { OrgView } from "../wire/OrgView";
import { wishAnywhere, type Wish } from "./keys";

export class Keyboard {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Hears a key, wherever it is pressed. */
  readonly pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const wish = isIntoList(event) ? "list" : wishAnywhere(event);
    if (wish === undefined) return;
    // A dialog is over everything: it is answered first. Only the clipboard does not wait.
    if (this.#isAsking() && wish !== "clear_clipboard") return;
    event.preventDefault();
    if (wish === "list") this.#intoList();
    else this.grant(wish);
  };

  /** Does what a key asks for. */
  readonly grant = (wish: Wish): void => {
    const { screen, clipboard } = this.#session;
    const { org, app, guide } = this.#focused();
    if (wish === "copy" && app !== undefined) void this.#session.copyToken(app);
    else if (wish === "sign_in" && app !== undefined) this.#session.proposeSignIn(app.id);
    else if (wish === "set_up" && org !== undefined) this.#setUp(org);
    else if (wish === "set_up" && guide !== undefined) void this.#session.setUp.open(guide);
    else if (wish === "edit" && app !== undefined) screen.ask({ ask: "edit_app", app: app.id });
    else if (wish === "edit" && org !== undefined) screen.ask({ ask: "edit_org", org: org.id });
    else if (wish === "remove" && app !== undefined) screen.ask({ ask: "remove_app", app: app.id });
    else if (wish === "remove" && org !== undefined) screen.ask({ ask: "remove_org", org: org.id });
    else if (wish === "remove" && guide !== undefined) screen.ask({ ask: "remove_guide", guide });
    else if (wish === "add_org") screen.ask({ ask: "add_org", template: null });
    else if (wish === "open_template") void this.#session.openTemplate();
    else if (wish === "clear_clipboard") void clipboard.clear();
    else if (wish === "shortcuts") screen.ask({ ask: "shortcuts" });
    else if (wish === "search") this.#intoSearch();
    else if (wish === "next_pane") nextPane();
    else if (wish === "message") find("[data-message]")?.focus();
    else if (wish === "leave") this.#leave();
  };

  /** Back from what is chosen to the list, in a narrow window. */
  readonly back = (): void => {
    this.#session.screen.back();
    void tick().then(() => find("[data-row][data-entry]")?.focus());
  };

  /** Gives the keyboard to the list, or to the companion, if nothing else has it. */
  readonly rest = async (): Promise<void> => {
    await tick();
    setTimeout(() => focusIfLost(find("[data-row][data-entry]") ?? find("[data-entry]")));
  };

  /** Goes on with what was begun in an org, or asks what is to be set up there. */
  #setUp({ id, guides }: OrgView): void {
    const begun = guides.find(({ isProven }) => !isProven);
    if (begun === undefined) this.#session.screen.ask({ ask: "set_up", org: id });
    else void this.#session.setUp.open(begun.id);
  }

  #isAsking(): boolean {
    return this.#session.screen.asked !== null || this.#session.upkeep.isEnding;
  }

  #intoSearch(): void {
    this.#session.screen.back();
    void tick().then(() => {
      const box = find("[data-search]");
      box?.focus();
      if (box instanceof HTMLInputElement) box.select();
    });
  }

  #intoList(): void {
    const row = find('[data-row^="app-"]') ?? find("[data-row]");
    row?.focus();
    const { org, app } = this.#focused();
    if (app !== undefined) this.#session.choose({ kind: "app", id: app.id });
    else if (org !== undefined) this.#session.choose({ kind: "org", id: org.id });
  }

  #leave(): void {
    const { orgs, notices, screen } = this.#session;
    const isSearching = document.activeElement?.matches("[data-search]") === true;
    if (isSearching && orgs.query !== "") orgs.query = "";
    else if (this.#session.leave()) return;
    else if (notices.current !== null) notices.dismiss();
    else if (screen.isDetailOpen) this.back();
    else orgs.query = "";
  }

  /** What the row stands for that the keyboard is on. */
  #focused(): { org?: OrgView | undefined; app?: AppView | undefined; guide?: GuideId } {
    const { orgs } = this.#session;
    const row = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["row"] : undefined;
    if (row === undefined) return {};
    const id = row.slice(4);
    if (row.startsWith("set-")) return { guide: id };
    return row.startsWith("app-") ? (orgs.app(id) ?? {}) : { org: orgs.org(id) };
  }
}

const find = (selector: string): HTMLElement | null => document.querySelector(selector);

/** From the search box down into what was found; or from nowhere, when nothing has the focus yet. */
function isIntoList({ target, key }: KeyboardEvent): boolean {
  const isSearch = target instanceof Element && target.matches("[data-search]");
  return (isSearch && key === "Enter") || ((isSearch || target === document.body) && key === "ArrowDown");
}

/** The next part of the window. One that is not shown takes no focus; then it is the one after. */
function nextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  for (const pane of [...panes.slice(at + 1), ...panes.slice(0, at + 1)]) {
    const entry = pane.querySelector<HTMLElement>("[data-entry]");
    entry?.focus();
    if (entry !== null && document.activeElement === entry) return;
  }
}
