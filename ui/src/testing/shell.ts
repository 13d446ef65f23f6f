// Stands in for the program behind the window: hears its commands, answers them, and tells it what changes.

import type { Channel } from "@tauri-apps/api/core";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";

import type { AddressView } from "../wire/AddressView";
import type { Change } from "../wire/Change";
import type { Failure } from "../wire/Failure";
import type { OrgView } from "../wire/OrgView";
import { diagnosis, network, privateKey, quickSettings, selfCheck, upkeep } from "./fixtures";

/** What a command was called with. */
export type Args = Record<string, unknown>;
type Answer = (args: Args) => unknown;

const address: AddressView = {
  host: "acme--uat.sandbox.my.salesforce.com",
  isMyDomain: true,
  environment: "uat",
  already: null,
};

export class Shell {
  /** Every command that was called, in order. */
  readonly calls: { command: string; args: Args }[] = [];
  readonly #answers = new Map<string, Answer>();
  #channel: Channel<Change> | undefined;

  constructor(orgs: OrgView[] = []) {
    this.on("watch", ({ changes }) => {
      this.#channel = changes as Channel<Change>;
      this.tell({ what: "orgs", orgs });
      this.tell({ what: "sign_in", signIn: null });
      this.tell({ what: "clipboard", clipboard: null, cleared: null });
      this.tell({ what: "upkeep", upkeep: upkeep() });
    });
    this.on("read_address", () => address);
    this.on("paste_address", () => address);
    this.on("list_browsers", () => [
      {
        id: "firefox",
        name: "Firefox",
        profiles: [
          { id: "default", name: "Ana" },
          { id: "acme", name: "Acme" },
        ],
        privateWindow: "Private window",
      },
      { id: "chromium", name: "Chromium", profiles: [], privateWindow: "Incognito window" },
      { id: "safari", name: "Safari", profiles: [], privateWindow: null },
    ]);
    this.on("paste_credential", ({ credential }) => ({
      draft: `draft-${String(credential)}`,
      hint: { lastFour: credential === "key" ? "NkoM" : "9F0C", fingerprint: "0a1b2c3d" },
    }));
    this.on("list_recipes", () => [{ recipe: "rehearsal_tool", dated: "2026-11-26", flows: ["authorization_code"], sections: 6 }]);
    this.on("add_org", () => "org-new");
    this.on("add_app", () => "app-new");
    this.on("add_beside", () => "app-new");
    this.on("make_private_key", () => privateKey());
    this.on("choose_private_key", () => ({ is: "read", key: privateKey() }));
    this.on("unlock_private_key", () => privateKey());
    this.on("save_certificate", () => true);
    this.on("check_connection", () => diagnosis());
    this.on("network", () => network());
    this.on("set_network", () => network());
    this.on("choose_ca", () => null);
    this.on("forget_ca", () => network());
    this.on("paste_proxy_password", () => ({ draft: "draft-password", hint: { lastFour: "", fingerprint: "" } }));
    this.on("sign_out", () => "heard");
    this.on("revoke_all", () => ({ heard: 1, waiting: 0 }));
    this.on("self_check", () => selfCheck());
    this.on("forget_orphans", () => selfCheck());
    this.on("can_unlock_device", () => false);
    this.on("list_activity", () => []);
    this.on("quick_settings", () => quickSettings());
    this.on("set_quick", ({ shortcut, instantCodes }) =>
      quickSettings({ shortcut: shortcut as string | null, instantCodes: instantCodes === true }),
    );
    this.on("looks_at_start", () => false);
    mockIPC((command, payload) => {
      const args = (payload ?? {}) as Args;
      this.calls.push({ command, args });
      return this.#answers.get(command)?.(args);
    });
  }

  /** How a command is answered. */
  on(command: string, answer: Answer): this {
    this.#answers.set(command, answer);
    return this;
  }

  /** A command is refused. */
  refuse(command: string, failure: Failure): this {
    return this.on(command, () => Promise.reject(failure));
  }

  /** A command is answered when the test says so. */
  hold(command: string): { answer: (value?: unknown) => void; refuse: (failure: Failure) => void } {
    let answer: (value?: unknown) => void = () => undefined;
    let refuse: (failure: Failure) => void = () => undefined;
    const held = new Promise((resolve, reject) => {
      answer = resolve;
      refuse = reject;
    });
    this.on(command, () => held);
    return { answer: (value) => answer(value), refuse: (failure) => refuse(failure) };
  }

  /** Something changed. */
  tell(change: Change): void {
    this.#channel?.onmessage(change);
  }

  /** How often, and with what, a command was called. */
  called(command: string): Args[] {
    return this.calls.filter((call) => call.command === command).map((call) => call.args);
  }

  close(): void {
    clearMocks();
  }
}
