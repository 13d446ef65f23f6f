// What the window says in passing: one message at a time, at the bottom.

import type { Cleared } from "../wire/Cleared";
import type { ClientAppId } from "../wire/ClientAppId";
import type { ClipboardView } from "../wire/ClipboardView";
import type { Detail } from "../wire/Detail";
import type { Environment } from "../wire/Environment";
import type { Failure } from "../wire/Failure";
import type { Told } from "../wire/Told";

/** Plain text that was copied, without any secret. */
export type Text = "report" | "admin" | "details" | "address" | "scopes" | "username" | "ticket";

/** What is said; the words are the view's. */
export type Notice =
  | { say: "copied"; clipboard: ClipboardView; seconds: number }
  | { say: "detail_copied"; detail: Detail }
  | { say: "text_copied"; text: Text }
  | { say: "ready"; app: ClientAppId; name: string }
  | { say: "gave_up"; app: ClientAppId; name: string }
  | { say: "cleared"; cleared: Cleared }
  | { say: "signed_in"; org: string; user: string | null; environment: Environment }
  | { say: "sign_in_cancelled" }
  | { say: "signed_out"; org: string; told: Told }
  | { say: "removed"; name: string }
  | { say: "saved"; name: string }
  | { say: "failed"; failure: Failure; app: ClientAppId | null };

/** How long a message stays that nobody needs to act on. */
export const STAY = 6000;

export class Notices {
  /** What is said now. A new object for each message, also when it says the same again. */
  current = $state.raw<Notice | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(notice: Notice): void {
    // What went wrong is not wiped away by what merely happened beside it.
    if (notice.say === "cleared" && this.isTrouble) return;
    this.current = notice;
    this.release();
  }

  /** Whether the message is one that a person must not miss. */
  get isTrouble(): boolean {
    const { current } = this;
    return current?.say === "failed" || (current?.say === "cleared" && current.cleared === "refused");
  }

  dismiss(): void {
    this.hold();
    this.current = null;
  }

  /** Stays for as long as somebody looks at it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** Nobody looks at it any more: it goes after a while, unless it is trouble. */
  release(): void {
    this.hold();
    if (this.current !== null && !this.isTrouble) this.#timer = setTimeout(() => this.dismiss(), STAY);
  }
}
