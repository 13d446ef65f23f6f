// The form of an External Client App. A secret is never in it: what was pasted waits elsewhere, under a name.

import * as api from "../api";
import type { AppForm } from "../wire/AppForm";
import type { AppView } from "../wire/AppView";
import type { ClientAppId } from "../wire/ClientAppId";
import type { Credential } from "../wire/Credential";
import type { DraftView } from "../wire/DraftView";
import type { Environment } from "../wire/Environment";
import type { OrgId } from "../wire/OrgId";
import type { SecretHint } from "../wire/SecretHint";
import type { Template } from "../wire/Template";
import { Errors } from "./errors.svelte";
import { FlowFormState, SCOPES, type FlowName } from "./flow-form.svelte";
import { unique } from "./search";

/** What an app form begins with; the same as the Rehearsal Tool's guide registers. */
export const CALLBACK_URL = "http://localhost:33333";

/** The app that is edited, or the org that one is added to. */
export type Subject = { edit: AppView } | { addTo: OrgId; template: Template | null };

export class AppFormState {
  name = $state("");
  callbackUrl = $state(CALLBACK_URL);
  furtherCallbacks = $state("");
  scopes = $state(SCOPES.authorization_code);
  typedKey = $state("");
  notRequired = $state(false);

  isSaving = $state(false);
  /** Which of the two is being fetched from the clipboard. */
  pasting = $state<Credential | null>(null);
  /** Nobody has said yet where the secret comes from. */
  isSecretMissing = $state(false);
  readonly errors = new Errors();
  readonly flow: FlowFormState;

  #key = $state.raw<DraftView | null>(null);
  #secret = $state.raw<DraftView | null>(null);
  #keptKey = $state.raw<SecretHint | null>(null);
  #keptSecret = $state.raw<SecretHint | null>(null);
  readonly #subject: Subject;

  constructor(subject: Subject, environment: Environment = "unknown") {
    this.#subject = subject;
    this.flow = new FlowFormState(this.errors, "edit" in subject ? subject.edit : null, environment);
    if ("edit" in subject) {
      const { edit } = subject;
      this.name = edit.name;
      this.callbackUrl = edit.callbackUrl;
      this.furtherCallbacks = edit.furtherCallbacks.join("\n");
      this.scopes = edit.scopes.join(" ");
      this.#keptKey = edit.key;
      this.#keptSecret = edit.secret;
      this.notRequired = edit.secret === null;
    } else if (subject.template !== null) {
      this.name = subject.template.appName;
      this.callbackUrl = subject.template.callbackUrl || CALLBACK_URL;
      this.flow.way = subject.template.flow;
      this.scopes = subject.template.scopes || SCOPES[subject.template.flow];
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

  /** Whether the secret is asked for: who signs with a key of its own has none to send. */
  get hasSecret(): boolean {
    return this.flow.way !== "jwt_bearer";
  }

  /** Whether an app may do without its secret: not one that signs in by itself. */
  get maySkipSecret(): boolean {
    return this.flow.way === "authorization_code";
  }

  /** What may be seen of the secret: pasted just now, or stored. */
  get secret(): { from: "pasted" | "kept"; hint: SecretHint } | null {
    if (this.#isWithout) return null;
    if (this.#secret !== null) return { from: "pasted", hint: this.#secret.hint };
    return this.#keptSecret === null ? null : { from: "kept", hint: this.#keptSecret };
  }

  /** Whether saving ends the sign-in of an app that has one. */
  get isNewKey(): boolean {
    return "edit" in this.#subject && this.key?.from !== "kept";
  }

  /** Chooses how the app gets its tokens. Scopes that nobody has touched follow. */
  chooseWay(way: FlowName): void {
    if (this.scopes === SCOPES[this.flow.way]) this.scopes = SCOPES[way];
    this.flow.way = way;
    this.isSecretMissing = false;
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
    this.isSecretMissing = this.hasSecret && !this.#isWithout && this.secret === null;
    // Both are looked at, so that both are said.
    if ([this.flow.lacks(), this.isSecretMissing, this.isSaving].includes(true)) return null;
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

  /** Whether a person has said that there is none to send. */
  get #isWithout(): boolean {
    return this.maySkipSecret && this.notRequired;
  }

  #form(): AppForm {
    const { name, callbackUrl, furtherCallbacks, scopes } = this;
    const key: AppForm["key"] =
      this.#key !== null
        ? { from: "pasted", draft: this.#key.draft }
        : this.#keptKey !== null
          ? { from: "kept" }
          : { from: "typed", key: this.typedKey };
    return { name, flow: this.flow.form(), callbackUrl, furtherCallbacks, scopes, key, secret: this.#secretEntry() };
  }

  #secretEntry(): AppForm["secret"] {
    if (this.#isWithout) return { from: "none" };
    if (this.#secret !== null && this.hasSecret) return { from: "pasted", draft: this.#secret.draft };
    // Nothing that is stored goes only because another way was chosen.
    return this.#keptSecret === null && !this.hasSecret ? { from: "none" } : { from: "kept" };
  }
}
