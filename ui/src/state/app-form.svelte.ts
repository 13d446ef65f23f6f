// The form of an External Client App. A secret is never in it: what was pasted waits elsewhere, under a name.

import * as api from "../api";
import type { AppForm } from "../wire/AppForm";
import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Credential } from "../wire/Credential";
import type { DraftView } from "../wire/DraftView";
import type { OrgId } from "../wire/OrgId";
import type { SecretHint } from "../wire/SecretHint";
import type { Template } from "../wire/Template";
import { Errors } from "./errors.svelte";
import { unique } from "./search";

/** What an app form begins with; the same as the Rehearsal Tool's guide registers. */
export const CALLBACK_URL = "http://localhost:33333";
export const SCOPES = "api refresh_token sfap_api";

/** The app that is edited, or the org that one is added to. */
export type Subject = { edit: AppView } | { addTo: OrgId; template: Template | null };

export class AppFormState {
  name = $state("");
  callbackUrl = $state(CALLBACK_URL);
  scopes = $state(SCOPES);
  typedKey = $state("");
  notRequired = $state(false);

  isSaving = $state(false);
  /** Which of the two is being fetched from the clipboard. */
  pasting = $state<Credential | null>(null);
  /** Nobody has said yet where the secret comes from. */
  isSecretMissing = $state(false);
  readonly errors = new Errors();

  #key = $state.raw<DraftView | null>(null);
  #secret = $state.raw<DraftView | null>(null);
  #keptKey = $state.raw<SecretHint | null>(null);
  #keptSecret = $state.raw<SecretHint | null>(null);
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
    if ("edit" in subject) {
      const { edit } = subject;
      this.name = edit.name;
      this.callbackUrl = edit.callbackUrl;
      this.scopes = edit.scopes.join(" ");
      this.#keptKey = edit.key;
      this.#keptSecret = edit.secret;
      this.notRequired = edit.secret === null;
    } else if (subject.template !== null) {
      this.name = subject.template.appName;
      this.callbackUrl = subject.template.callbackUrl || CALLBACK_URL;
      this.scopes = subject.template.scopes || SCOPES;
    }
  }

  /** The scopes that are asked for, each once. */
  get scopeList(): string[] {
    return unique(this.scopes.split(/[\s,]+/).filter((scope) => scope !== ""));
  }

  /** What may be seen of the key: pasted just now, or stored. None: it is to be typed. */
  get key(): { from: "pasted" | "kept"; hint: SecretHint } | null {
    if (this.#key !== null) return { from: "pasted", hint: this.#key.hint };
    return this.#keptKey === null ? null : { from: "kept", hint: this.#keptKey };
  }

  /** What may be seen of the secret: pasted just now, or stored. */
  get secret(): { from: "pasted" | "kept"; hint: SecretHint } | null {
    if (this.notRequired) return null;
    if (this.#secret !== null) return { from: "pasted", hint: this.#secret.hint };
    return this.#keptSecret === null ? null : { from: "kept", hint: this.#keptSecret };
  }

  /** Whether saving ends the sign-in of an app that has one. */
  get isNewKey(): boolean {
    return "edit" in this.#subject && this.key?.from !== "kept";
  }

  /** Takes the key or the secret from the clipboard. It does not pass through here. */
  async paste(credential: Credential): Promise<void> {
    const field = credential === "key" ? "consumer_key" : "consumer_secret";
    this.pasting = credential;
    this.errors.forget(field);
    this.errors.failure = null;
    try {
      const draft = await api.pasteCredential(credential);
      if (credential === "key") this.#key = draft;
      else this.#takeSecret(draft);
    } catch (why) {
      this.errors.take(api.failureOf(why));
    } finally {
      this.pasting = null;
    }
  }

  /** The key is to be typed, in the place of the one that is pasted or stored. */
  typeKey(): void {
    this.#key = null;
    this.#keptKey = null;
  }

  /** Saves. None: it was refused, and `errors` says why. */
  async save(): Promise<ClientAppId | null> {
    this.isSecretMissing = !this.notRequired && this.secret === null;
    if (this.isSecretMissing || this.isSaving) return null;
    this.isSaving = true;
    this.errors.clear();
    try {
      if ("addTo" in this.#subject) return await api.addApp(this.#subject.addTo, this.#form());
      await api.editApp(this.#subject.edit.id, this.#form());
      return this.#subject.edit.id;
    } catch (why) {
      this.errors.take(api.failureOf(why));
      return null;
    } finally {
      this.isSaving = false;
    }
  }

  #takeSecret(draft: DraftView): void {
    this.#secret = draft;
    this.notRequired = false;
    this.isSecretMissing = false;
  }

  #form(): AppForm {
    const { name, callbackUrl, scopes } = this;
    const key: AppForm["key"] =
      this.#key !== null
        ? { from: "pasted", draft: this.#key.draft }
        : this.#keptKey !== null
          ? { from: "kept" }
          : { from: "typed", key: this.typedKey };
    const secret: AppForm["secret"] = this.notRequired
      ? { from: "none" }
      : this.#secret !== null
        ? { from: "pasted", draft: this.#secret.draft }
        : { from: "kept" };
    return { name, callbackUrl, scopes, key, secret };
  }
}
