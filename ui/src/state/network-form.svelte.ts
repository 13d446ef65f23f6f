// The way through the network, as its form holds it. The proxy's password is never in it: it waits elsewhere.

import * as api from "../api";
import type { NetworkView } from "../wire/NetworkView";
import type { ProxyForm } from "../wire/ProxyForm";
import type { SecretEntry } from "../wire/SecretEntry";
import { Attempt } from "./attempt.svelte";
import { Errors } from "./errors.svelte";

/** Which way out. */
export type Choice = ProxyForm["choice"];

export class NetworkFormState {
  view = $state.raw<NetworkView | null>(null);
  choice = $state<Choice>("system");
  address = $state("");
  username = $state("");
  isSaving = $state(false);
  isPasting = $state(false);
  readonly loading = new Attempt();
  readonly trusting = new Attempt();
  readonly errors = new Errors();

  #password = $state.raw<SecretEntry>({ from: "none" });

  /** What is known of the password. */
  get password(): SecretEntry["from"] {
    return this.#password.from;
  }

  async load(): Promise<void> {
    await this.loading.at(async () => this.#show(await api.network()));
  }

  /** Takes the password from the clipboard. It does not pass through here. */
  async pastePassword(): Promise<void> {
    if (this.isPasting) return;
    this.isPasting = true;
    this.errors.clear();
    try {
      const { draft } = await api.pasteProxyPassword();
      this.#password = { from: "pasted", draft };
    } catch (why) {
      this.errors.take(api.failureOf(why));
    } finally {
      this.isPasting = false;
    }
  }

  forgetPassword(): void {
    this.#password = { from: "none" };
  }

  /** Trusts the authorities of a file that the person chooses, from now on. */
  chooseCa(): Promise<void> {
    return this.#trust(() => api.chooseCa());
  }

  /** Trusts those of this computer alone, from now on. */
  forgetCa(): Promise<void> {
    return this.#trust(() => api.forgetCa());
  }

  /** Saves; whether it was taken. */
  async save(): Promise<boolean> {
    if (this.isSaving) return false;
    this.isSaving = true;
    this.errors.clear();
    try {
      this.#show(await api.setNetwork(this.#form()));
      return true;
    } catch (why) {
      this.errors.take(api.failureOf(why));
      return false;
    } finally {
      this.isSaving = false;
    }
  }

  #form(): ProxyForm {
    const { choice, address, username } = this;
    if (choice !== "manual") return { choice };
    return { choice, address, username, password: this.#password };
  }

  #show(view: NetworkView): void {
    this.view = view;
    const { proxy } = view;
    this.choice = proxy.choice;
    if (proxy.choice !== "manual") return;
    this.address = proxy.address;
    this.username = proxy.username ?? "";
    this.#password = { from: proxy.hasPassword ? "kept" : "none" };
  }

  /** What is trusted takes effect at once; what else stands in the form is not touched. */
  async #trust(act: () => Promise<NetworkView | null>): Promise<void> {
    this.errors.forget("extra_ca");
    await this.trusting.at(async () => {
      const view = await act();
      if (view !== null) this.view = view;
    });
    const { failure } = this.trusting;
    if (failure === null) return;
    this.trusting.failure = null;
    this.errors.take(failure);
  }
}
