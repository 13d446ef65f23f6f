// How an app gets its tokens, as its form holds it. A private key is never in it: it waits elsewhere, under a name.

import * as api from "../api";
import type { AppView } from "../wire/AppView";
import type { Audience } from "../wire/Audience";
import type { CertificateOf } from "../wire/CertificateOf";
import type { CertificateView } from "../wire/CertificateView";
import type { DraftId } from "../wire/DraftId";
import type { Environment } from "../wire/Environment";
import type { FlowForm } from "../wire/FlowForm";
import type { FlowView } from "../wire/FlowView";
import type { PrivateKeyView } from "../wire/PrivateKeyView";
import type { SecretHint } from "../wire/SecretHint";
import { Attempt } from "./attempt.svelte";
import type { Errors } from "./errors.svelte";

/** A way in which an app gets its tokens. */
export type FlowName = FlowView["flow"];

/** A private key that the form has, with the certificate that belongs to it. */
export interface KeyAtHand {
  isKept: boolean;
  hint: SecretHint;
  certificate: CertificateView;
  of: CertificateOf;
}

/** What is asked for at first: the fewest scopes that are of use in each way. */
export const SCOPES: Readonly<Record<FlowName, string>> = {
  authorization_code: "api refresh_token sfap_api",
  client_credentials: "api",
  jwt_bearer: "api refresh_token",
};

const ofTest: readonly Environment[] = ["full_copy", "uat", "integration", "development", "sandbox", "scratch"];

/** Whom an assertion is for in an org of this kind. */
export const audienceOf = (environment: Environment): Audience => (ofTest.includes(environment) ? "test" : "login");

export class FlowFormState {
  way = $state<FlowName>("authorization_code");
  username = $state("");
  /** None: as the org's kind says. */
  audience = $state<Audience | null>(null);
  /** A key file that waits for its passphrase. */
  locked = $state<DraftId | null>(null);
  /** What is being done about the key. */
  working = $state<"make" | "choose" | "unlock" | null>(null);
  /** Nobody has said yet where the key comes from, or its file is still locked. */
  isKeyMissing = $state(false);
  readonly saving = new Attempt();
  isSaved = $state(false);

  #key = $state.raw<KeyAtHand | null>(null);
  readonly #errors: Errors;

  constructor(errors: Errors, edited: AppView | null, environment: Environment) {
    this.#errors = errors;
    if (edited === null) return;
    const { flow, id } = edited;
    this.way = flow.flow;
    if (flow.flow !== "jwt_bearer") return;
    this.username = flow.username;
    this.audience = flow.audience === audienceOf(environment) ? null : flow.audience;
    this.#key = { isKept: true, hint: flow.key, certificate: flow.certificate, of: { of: "app", app: id } };
  }

  get key(): KeyAtHand | null {
    return this.#key;
  }

  /** Whether tokens come without a person, and so without a browser. */
  get needsNobody(): boolean {
    return this.way !== "authorization_code";
  }

  /** Makes a key, and a certificate under the app's name. */
  make(name: string): Promise<void> {
    return this.#at("make", async () => this.#take(await api.makePrivateKey(name)));
  }

  /** Takes a key from a file that the person chooses. */
  choose(name: string): Promise<void> {
    return this.#at("choose", async () => {
      const file = await api.choosePrivateKey(name);
      if (file === null) return;
      if (file.is === "locked") this.locked = file.draft;
      else this.#take(file.key);
    });
  }

  /** Opens a key file with the passphrase on the clipboard. It does not pass through here. */
  unlock(name: string): Promise<void> {
    const draft = this.locked;
    if (draft === null) return Promise.resolve();
    return this.#at("unlock", async () => this.#take(await api.unlockPrivateKey(draft, name)));
  }

  /** Goes on with the key of before, without the file that is locked. */
  keepKey(): void {
    this.locked = null;
    this.isKeyMissing = false;
    this.#errors.forget("private_key");
    this.#errors.forget("passphrase");
  }

  /** Saves the certificate where the person says. */
  async saveCertificate(): Promise<void> {
    const key = this.#key;
    if (key === null) return;
    await this.saving.at(async () => {
      this.isSaved = await api.saveCertificate(key.of);
    });
  }

  /** Whether something is still to be said before it can be saved. */
  lacks(): boolean {
    this.isKeyMissing = this.way === "jwt_bearer" && (this.#key === null || this.locked !== null);
    return this.isKeyMissing;
  }

  form(): FlowForm {
    if (this.way !== "jwt_bearer") return { flow: this.way };
    const { username, audience } = this;
    const of = this.#key?.of;
    const key: Extract<FlowForm, { flow: "jwt_bearer" }>["key"] =
      of?.of === "draft" ? { from: "draft", draft: of.draft } : { from: "kept" };
    return { flow: "jwt_bearer", username, audience, key };
  }

  #take({ draft, hint, certificate }: PrivateKeyView): void {
    this.#key = { isKept: false, hint, certificate, of: { of: "draft", draft } };
    this.locked = null;
    this.isKeyMissing = false;
    this.isSaved = false;
  }

  async #at(work: "make" | "choose" | "unlock", act: () => Promise<void>): Promise<void> {
    if (this.working !== null) return;
    this.working = work;
    this.#errors.forget("private_key");
    this.#errors.forget("passphrase");
    this.#errors.failure = null;
    try {
      await act();
    } catch (why) {
      this.#errors.take(api.failureOf(why));
    } finally {
      this.working = null;
    }
  }
}
