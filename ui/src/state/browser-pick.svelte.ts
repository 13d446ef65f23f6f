// Which browser is chosen for a sign-in, with its profile and its window. What was chosen last stands there first.

import type { BrowserChoice } from "../wire/BrowserChoice";
import type { BrowserView } from "../wire/BrowserView";

export class BrowserPick {
  /** Whether in a private window; means something only in a browser that has one. */
  wantsPrivate = $state(false);
  #browser = $state<string | null>(null);
  #profile = $state<string | null>(null);
  readonly #browsers: () => readonly BrowserView[];
  readonly #remembered: BrowserChoice | null;
  readonly #privately: boolean;

  constructor(browsers: () => readonly BrowserView[], remembered: BrowserChoice | null, privately: boolean) {
    this.#browsers = browsers;
    this.#remembered = remembered;
    this.#privately = privately;
    this.wantsPrivate = privately || (remembered?.isPrivate ?? false);
  }

  /** The id of the browser; empty: the desktop's own. */
  get browser(): string {
    return this.#browser ?? this.#first;
  }

  set browser(id: string) {
    this.#browser = id;
    this.#profile = "";
  }

  /** The id of its profile; empty: the one that it opens by itself. */
  get profile(): string {
    const wanted = this.#profile ?? this.#remembered?.profile ?? "";
    return this.chosen?.profiles.some(({ id }) => id === wanted) === true ? wanted : "";
  }

  set profile(id: string) {
    this.#profile = id;
  }

  /** The browser that is chosen; none: the desktop's own. */
  get chosen(): BrowserView | undefined {
    return this.#browsers().find(({ id }) => id === this.browser);
  }

  /** Whether it will be a private window. */
  get isPrivate(): boolean {
    return this.wantsPrivate && (this.chosen?.privateWindow ?? null) !== null;
  }

  get choice(): BrowserChoice | null {
    const { chosen, profile, isPrivate } = this;
    if (chosen === undefined) return null;
    return { browser: chosen.id, profile: profile === "" ? null : profile, isPrivate };
  }

  /** The one that was chosen last, if it is still there; where it must be a private window, the first that has one. */
  get #first(): string {
    const there = this.#browsers();
    const last = there.find(({ id }) => id === this.#remembered?.browser);
    if (this.#privately && (last?.privateWindow ?? null) === null) {
      return there.find(({ privateWindow }) => privateWindow !== null)?.id ?? "";
    }
    return last?.id ?? "";
  }
}
