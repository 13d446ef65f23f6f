// The quick switcher: what is typed, what is found for it, which row is chosen.
//
// What is pressed before an answer is there waits for it, in its order: nothing is ever done with a row that only an older
// answer has.

import * as api from "../api";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ClipboardView } from "../wire/ClipboardView";
import type { Failure } from "../wire/Failure";
import type { QuickChange } from "../wire/QuickChange";
import type { QuickRow } from "../wire/QuickRow";
import type { QuickView } from "../wire/QuickView";
import type { SetCopied } from "../wire/SetCopied";
import { isProduction } from "./production";
import { copyToken, isSame, needsMain, QuickErrand, type Deed } from "./quick-errand.svelte";
import { shapes } from "./shapes";

/** What was copied, and how long it stays; an address stays until something else is copied. */
export interface QuickMessage {
  clipboard: ClipboardView | null;
  set: SetCopied | null;
  seconds: number;
}

/** From so many letters on, an exact code can be copied without Enter. */
const INSTANT = 3;

export class Quick {
  query = $state("");
  view = $state.raw<QuickView | null>(null);
  /** The row that is chosen. */
  at = $state(0);
  /** The shape that is chosen, while the menu of the row is open. */
  shapeAt = $state<number | null>(null);
  /** It is a message while there is one. */
  message = $state.raw<QuickMessage | null>(null);
  /** What the desktop is to say, last; it stays when the switcher is hidden. */
  notice = $state.raw<QuickMessage | null>(null);
  /** Why nothing was looked for. */
  failure = $state.raw<Failure | null>(null);
  /** How often it was shown: each time, the keyboard begins anew. */
  shown = $state(0);
  readonly errand = new QuickErrand();
  readonly rows = $derived(this.view?.rows ?? []);
  readonly chosen = $derived(this.rows[this.at]);
  /** Counts the questions; an answer to any but the last is of no use. */
  #asked = 0;
  #isWaiting = false;
  /** What was pressed before the answer is there. */
  #next: (() => void)[] = [];
  /** Those that are renewed while somebody still types. */
  #prepared: readonly ClientAppId[] = [];

  async connect(): Promise<void> {
    try {
      await api.quickWatch((change) => this.heard(change));
    } catch (why) {
      this.failure = api.failureOf(why);
    }
  }

  heard(change: QuickChange): void {
    // This computer's own question takes the focus, and so hides the switcher: that does not end it.
    if (change.what === "hidden") this.#clear({ keepErrand: this.errand.isUnlocking });
    else if (change.what === "notice") this.notice = messageOf(change.clipboard, change.set);
    else if (change.what === "message") {
      this.#clear({ keepErrand: false });
      this.message = messageOf(change.clipboard, change.set);
    } else {
      this.wake();
      if (this.errand.isUnlocking) this.errand.drop();
      this.shown += 1;
      // It was emptied when it was hidden, and a fast hand may have typed already.
      if (this.query === "") void this.#find(false);
    }
  }

  /** Has the desktop say something. Where it cannot, the switcher that is gone says enough. */
  notify(title: string, text: string, isLoud: boolean): void {
    void api.quickNotify(title, text, isLoud).catch(() => undefined);
  }

  /** A message gives way to the switcher. */
  wake(): void {
    if (this.message !== null) this.#clear({ keepErrand: false });
  }

  type(query: string): void {
    if (this.errand.isBusy) return;
    this.errand.drop();
    this.shapeAt = null;
    const isLonger = query.length > this.query.length;
    this.query = query;
    void this.#find(isLonger);
  }

  /** Another row, or another shape where those are open. */
  move(by: 1 | -1): void {
    this.#settled(() => {
      if (this.#isHeld) return;
      if (this.shapeAt !== null) this.shapeAt = around(this.shapeAt + by, shapes.length);
      else if (this.rows.length > 0) {
        this.errand.drop();
        this.at = around(this.at + by, this.rows.length);
      }
    });
  }

  /** Does it with the chosen row; in the shape that is chosen, where shapes are open. */
  do(deed: Deed): void {
    if (this.errand.step?.at === "name") return this.errand.name();
    this.#settled(() => {
      const shape = this.shapeAt === null ? undefined : shapes[this.shapeAt];
      this.#begin(this.chosen, shape !== undefined && deed.do === "copy" ? { do: "copy", shape } : deed);
    });
  }

  /** Copies the token of a row that is seen, wherever it stands when the answer is there; of one that is gone, none. */
  copy({ pick }: QuickRow): void {
    this.#settled(() => this.#copyAt(this.rows.findIndex((row) => isSame(row.pick, pick))));
  }

  /** Copies the token of a row by its number, the first is 0. */
  nth(number: number): void {
    this.#settled(() => this.#copyAt(number));
  }

  /** The shapes of the chosen row; a set has one of its own. */
  openShapes(): void {
    this.#settled(() => {
      if (this.#isHeld || this.chosen?.pick.pick !== "app") return;
      this.errand.drop();
      this.shapeAt = 0;
    });
  }

  closeShapes(): void {
    this.shapeAt = null;
  }

  /** One step back; from the list, out. */
  leave(): void {
    const { step, isBusy } = this.errand;
    this.#next = [];
    if (this.shapeAt !== null) this.closeShapes();
    else if (step?.at === "name" && !isBusy) this.errand.drop();
    else {
      // Whatever the answer is, it is not wanted any more; the program does not copy it once it is hidden.
      this.errand.drop();
      void api.quickHide().catch((why: unknown) => (this.failure = api.failureOf(why)));
    }
  }

  /** While an answer, or a code, is waited for, the list stands still. */
  get #isHeld(): boolean {
    return this.errand.isBusy || this.errand.step?.at === "name";
  }

  #copyAt(number: number): void {
    if (this.#isHeld || this.rows[number] === undefined) return;
    this.at = number;
    this.#begin(this.chosen, copyToken);
  }

  #begin(row: QuickRow | undefined, deed: Deed): void {
    if (row === undefined || (deed.do === "open" && row.pick.pick !== "app")) return;
    this.shapeAt = null;
    this.errand.begin(row, deed);
  }

  /** Does something when the answer to what is typed is there. */
  #settled(then: () => void): void {
    if (this.#isWaiting) this.#next.push(then);
    else then();
  }

  async #find(isTyped: boolean): Promise<void> {
    const number = ++this.#asked;
    this.#isWaiting = true;
    this.#next = [];
    try {
      const view = await api.quickFind(this.query);
      if (number === this.#asked) this.#found(view, isTyped);
    } catch (why) {
      if (number !== this.#asked) return;
      this.#isWaiting = false;
      this.#next = [];
      this.view = null;
      this.failure = api.failureOf(why);
    }
  }

  #found(view: QuickView, isTyped: boolean): void {
    const next = this.#next;
    this.view = view;
    this.failure = null;
    this.at = 0;
    this.#isWaiting = false;
    this.#next = [];
    for (const then of next) then();
    if (next.length === 0 && isTyped) this.#hurry(view);
  }

  /** What can be told before Enter: the one that must be meant is renewed meanwhile, or copied at once. Never of production. */
  #hurry({ rows, found, instantCodes }: QuickView): void {
    const [first, second] = rows;
    if (first?.pick.pick !== "app" || isProduction(first.environment) || needsMain(first)) return;
    const isAlone = found === 1 || (first.isExact && second?.isExact !== true);
    if (!isAlone || this.query.trim() === "") return;
    const isInstant = instantCodes && first.isExact && first.code.length >= INSTANT;
    if (isInstant && (first.guard ?? "off") === "off") this.#begin(first, copyToken);
    else if (!this.#prepared.includes(first.pick.app)) {
      this.#prepared = [...this.#prepared, first.pick.app];
      // Nobody waits for it yet; what is wrong is said when somebody does.
      void api.quickPrepare(first.pick.app).catch(() => undefined);
    }
  }

  #clear({ keepErrand }: { keepErrand: boolean }): void {
    if (!keepErrand) this.errand.drop();
    this.query = "";
    this.view = null;
    this.at = 0;
    this.shapeAt = null;
    this.message = null;
    this.failure = null;
    this.#asked += 1;
    this.#isWaiting = false;
    this.#next = [];
    this.#prepared = [];
  }
}

function messageOf(clipboard: ClipboardView | null, set: SetCopied | null): QuickMessage {
  const rest = clipboard === null ? 0 : clipboard.clearsAt - Date.now();
  return { clipboard, set, seconds: Math.max(0, Math.round(rest / 1000)) };
}

const around = (at: number, length: number): number => (at + length) % length;
