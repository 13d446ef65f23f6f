// What the keys do, and where the focus goes by them.

import { tick } from "svelte";

import { isComposing } from "../parts/composing";
import { focusIfLost } from "../parts/focus";
import type { PressedAnew } from "../parts/pressed-anew";
import type { ClientUnit } from "../state/arrange";
import type { Session } from "../state/session.svelte";
import type { AppView } from "../wire/AppView";
import type { GuideId } from "../wire/GuideId";
import type { OrgView } from "../wire/OrgView";
import { wishAnywhere, type Wish } from "./keys";
import { goTo, rowOf } from "./rows";

export class Keyboard {
  readonly #session: Session;
  readonly #keys: PressedAnew;

  constructor(session: Session, keys: PressedAnew) {
    this.#session = session;
    this.#keys = keys;
  }

  /** Hears of a key before everything else does. The engine presses a button again and again while Enter is held down. */
  readonly heard = (event: KeyboardEvent): void => {
    this.#keys.down(event);
    if (this.#keys.isHeld && event.key === "Enter" && event.target instanceof HTMLButtonElement) event.preventDefault();
  };

  /** Hears a key, wherever it is pressed. */
  readonly pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event)) return;
    const wish = isIntoList(event) ? "list" : wishAnywhere(event);
    if (wish === undefined) return;
    // A dialog is over everything: it is answered first. Only the clipboard does not wait.
    if (this.#isAsking() && wish !== "clear_clipboard") return;
    event.preventDefault();
    if (wish === "list") this.#intoList();
    // A key that is held down does nothing twice.
    else if (!this.#keys.isHeld) this.grant(wish);
  };

  /** Does what a key asks for: with the row that the keyboard is on, or with the window. */
  readonly grant = (wish: Wish): void => {
    if (!this.#withRow(wish) && !this.#withChosen(wish)) this.#withWindow(wish);
  };

  /** False: it is no wish of a row, or of no such row. */
  #withRow(wish: Wish): boolean {
    const { bulk, screen } = this.#session;
    const { org, app, guide, client } = this.#focused();
    if (wish === "copy" && app !== undefined) void this.#session.copyToken(app);
    else if (wish === "bearer" && app !== undefined) void this.#session.copyToken(app, "bearer");
    else if (wish === "sign_in" && app !== undefined) this.#session.proposeSignIn(app.id);
    else if (wish === "set_up" && org !== undefined) this.#setUp(org);
    else if (wish === "set_up" && guide !== undefined) void this.#session.setUp.open(guide);
    else if (wish === "edit" && app !== undefined) screen.ask({ ask: "edit_app", app: app.id });
    else if (wish === "edit" && org !== undefined) screen.ask({ ask: "edit_org", org: org.id });
    else if (wish === "remove" && app !== undefined) screen.ask({ ask: "remove_app", app: app.id });
    else if (wish === "remove" && org !== undefined) screen.ask({ ask: "remove_org", org: org.id });
    else if (wish === "remove" && guide !== undefined) screen.ask({ ask: "remove_guide", guide });
    else if (wish === "pin" && org !== undefined) void bulk.pin(org);
    else if (wish === "select" && org !== undefined) this.#session.selection.toggle(org.id);
    else if (wish === "select" && client !== undefined) this.#session.selection.toggleAll(client.orgs.map(({ id }) => id));
    else if ((wish === "fold" || wish === "unfold") && client !== undefined) this.#fold(client, wish === "fold");
    else if (wish === "fold") this.#toClient();
    else return false;
    return true;
  }

  /** With the row, or with what is chosen where the keyboard is elsewhere. False: it is no wish of these. */
  #withChosen(wish: Wish): boolean {
    const { org, app } = this.#meant();
    if (org === undefined) return false;
    if (wish === "open") void this.#session.openOrg(org.id);
    else if (wish === "details") this.#details(org, app);
    // Of an org with several apps nobody knows which one is meant.
    else if (app === undefined) return false;
    else if (wish === "instance_url") void this.#session.copyDetail(app.id, "instance_url");
    else if (wish === "secret") void this.#session.copyCredential(app.id, "secret");
    else if (wish === "check") this.#session.screen.ask({ ask: "check_connection", app: app.id });
    else return false;
    return true;
  }

  #withWindow(wish: Wish): void {
    const { bulk, clipboard, orgs, removal, screen, selection } = this.#session;
    if (wish === "add_org") screen.ask({ ask: "add_org", template: null });
    else if (wish === "open_template") void this.#session.openTemplate();
    else if (wish === "clear_clipboard") void clipboard.clear();
    else if (wish === "shortcuts") screen.ask({ ask: "shortcuts" });
    else if (wish === "sort") void bulk.sortOtherwise();
    else if (wish === "select_all") selection.add(orgs.found.map(({ id }) => id));
    else if (wish === "undo") removal.undo();
    else if (wish === "search") this.#intoSearch();
    else if (wish === "next_pane") nextPane();
    else if (wish === "message") find("[data-message]")?.focus();
    else if (wish === "leave") this.#leave();
  }

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

  #fold({ id, fold }: ClientUnit, isFolded: boolean): void {
    if ((fold === "folded") !== isFolded) void this.#session.bulk.fold([id], isFolded);
  }

  /** From a row out to its client, as in a tree. */
  #toClient(): void {
    const { rows } = this.#session;
    const client = rows.clientOf(rowOf(document.activeElement) ?? "");
    if (client !== undefined) goTo(rows, client);
  }

  #details(org: OrgView, app: AppView | undefined): void {
    this.#session.open(app === undefined ? { kind: "org", id: org.id } : { kind: "app", id: app.id });
    void tick().then(() => find(".pane [data-entry]")?.focus());
  }

  #isAsking(): boolean {
    const { guard, screen, upkeep } = this.#session;
    return screen.asked !== null || guard.asked !== null || upkeep.isEnding;
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
    const { rows } = this.#session;
    if (rows.entry !== undefined) goTo(rows, rows.entry);
    const { org, app } = this.#focused();
    if (app !== undefined) this.#session.choose({ kind: "app", id: app.id });
    else if (org !== undefined) this.#session.choose({ kind: "org", id: org.id });
  }

  #leave(): void {
    const { orgs, notices, screen, selection } = this.#session;
    const isSearching = document.activeElement?.matches("[data-search]") === true;
    if (isSearching && orgs.query !== "") orgs.query = "";
    else if (selection.size > 0) this.#clearSelection();
    else if (this.#session.leave()) return;
    else if (notices.current !== null) notices.dismiss();
    else if (screen.isDetailOpen) this.back();
    else orgs.query = "";
  }

  /** The keyboard may be in what can be done with it. */
  #clearSelection(): void {
    this.#session.selection.clear();
    void this.rest();
  }

  /** What the row stands for that the keyboard is on. */
  #focused(): Meant {
    const { orgs } = this.#session;
    const row = rowOf(document.activeElement);
    if (row === null) return {};
    const id = row.slice(4);
    if (row.startsWith("set-")) return { guide: id };
    if (row.startsWith("cli-")) return { client: orgs.units.find((unit) => unit.unit === "client" && unit.id === id) as ClientUnit | undefined };
    return row.startsWith("app-") ? (orgs.app(id) ?? {}) : { org: orgs.org(id) };
  }

  /** The row that the keyboard is on, or what is chosen; an org with the only app that it has. */
  #meant(): Meant {
    const { orgs, screen } = this.#session;
    const focused = this.#focused();
    const place = focused.org === undefined ? screen.place : null;
    const meant = place === null ? focused : place.kind === "app" ? (orgs.app(place.id) ?? {}) : { org: orgs.org(place.id) };
    const { org } = meant;
    return { org, app: meant.app ?? (org?.apps.length === 1 ? org.apps[0] : undefined) };
  }
}

/** What a wish is about. */
interface Meant {
  org?: OrgView | undefined;
  app?: AppView | undefined;
  guide?: GuideId | undefined;
  client?: ClientUnit | undefined;
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
