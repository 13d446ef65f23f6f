// What the window says in passing: one message at a time, at the bottom.

import type { Cleared } from "../wire/Cleared";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ClipboardView } from "../wire/ClipboardView";
import type { Detail } from "../wire/Detail";
import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { OrgId } from "../wire/OrgId";
import type { RemovalView } from "../wire/RemovalView";
import type { Told } from "../wire/Told";

/** Plain text that was copied, without any secret. */
export type Text = "report" | "admin" | "details" | "address" | "scopes" | "username" | "ticket" | "command";

/** What is said; the words are the view's. */
export type Notice =
  | { say: "copied"; clipboard: ClipboardView; seconds: number }
  | { say: "set_copied"; copied: number; of: number }
  | { say: "detail_copied"; detail: Detail }
  | { say: "text_copied"; text: Text }
  | { say: "ready"; app: ClientAppId; name: string }
  | { say: "gave_up"; app: ClientAppId; name: string }
  | { say: "cleared"; cleared: Cleared }
  | { say: "signed_in"; org: string; user: string | null; environment: Environment }
  | { say: "sign_in_cancelled" }
  | { say: "signed_out"; org: string; told: Told }
  | { say: "removed"; name: string }
  | { say: "removal"; removal: RemovalView }
  | { say: "brought_back"; name: string | null; orgs: number }
  | { say: "pinned"; name: string; on: boolean }
  | { say: "saved"; name: string }
  | { say: "notes_not_saved"; org: OrgId; name: string; failure: Failure }
  | { say: "failed"; failure: Failure; app: ClientAppId | null };

/** How long a message stays that nobody needs to act on. */
export const STAY = 6000;

export class Notices {
  #said = $state.raw<Notice | null>(null);
  /** What can be undone: offered for its whole time, with nothing lesser in its place. */
  #offered = $state.raw<Extract<Notice, { say: "removal" }> | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #endOfOffer: ReturnType<typeof setTimeout> | undefined;

  /** What is said now. A new object for each message, also when it says the same again. */
  readonly current: Notice | null = $derived(goesBefore(this.#said) ? this.#said : (this.#offered ?? this.#said));

  say(notice: Notice): void {
    // What went wrong is not wiped away by what merely happened beside it.
    if (notice.say === "cleared" && this.isTrouble) return;
    this.#said = notice;
    this.release();
  }

  /** Offers to bring back what was removed, until it is too late; none: it is. */
  offer(removal: RemovalView | null): void {
    clearTimeout(this.#endOfOffer);
    this.#offered = removal === null ? null : { say: "removal", removal };
    if (removal === null) return this.release();
    this.#endOfOffer = setTimeout(() => this.offer(null), Math.max(0, removal.until - Date.now()));
  }

  /** Whether the message is one that a person must not miss. */
  get isTrouble(): boolean {
    return isTrouble(this.current);
  }

  dismiss(): void {
    this.hold();
    if (this.current === this.#said) this.#said = null;
    else this.offer(null);
  }

  /** Stays for as long as somebody looks at it. What can be undone goes when it no longer can. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** Nobody looks at it any more: it goes after a while, unless it is trouble. Behind an offer it waits for its turn. */
  release(): void {
    this.hold();
    if (this.#said === null || this.current !== this.#said || this.isTrouble) return;
    this.#timer = setTimeout(() => this.dismiss(), STAY);
  }
}

/** What must be seen at once, also while something can be undone: that comes back after it. */
const goesBefore = (notice: Notice | null): boolean => isTrouble(notice) || notice?.say === "copied" || notice?.say === "set_copied";

const isTrouble = (notice: Notice | null): boolean =>
  notice?.say === "failed" || notice?.say === "notes_not_saved" || (notice?.say === "cleared" && notice.cleared === "refused");
