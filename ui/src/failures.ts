// From a failure to what a person reads and can press. Both tables are complete, or this does not compile.

import { t } from "./messages";
import type { Phrase } from "./messages/phrase";
import type { Words } from "./messages/words";
import type { Failure } from "./wire/Failure";
import type { Meaning } from "./wire/Meaning";
import type { Refusal } from "./wire/Refusal";

/** What can be pressed. */
export type Action = keyof typeof t.failure.actions;

/** The first is the one that most likely helps. */
export type Actions = readonly [Action, ...Action[]];

/** A failure, explained. */
export interface Explanation extends Words {
  actions: Actions;
  /** Salesforce's own words, where nobody knows better. */
  quote: string | null;
  /** What support asks for: name and value, no secret. */
  details: readonly (readonly [string, string])[];
}

const actionsByCode: { [C in Exclude<Failure["code"], "refused">]: Actions } = {
  cancelled: ["try_again"],
  field: ["close"],
  template: ["open_template"],
  gone: ["close"],
  in_use: ["try_again"],
  sign_in_running: ["show_sign_in"],
  timed_out: ["try_again", "edit_app"],
  port_taken: ["try_again"],
  browser_not_found: ["try_again"],
  needs_sign_in: ["sign_in"],
  other_org: ["try_again", "edit_org"],
  other_user: ["try_again", "sign_out"],
  foreign_instance: ["edit_org"],
  host_unknown: ["try_again", "edit_org"],
  unreachable: ["try_again"],
  tls_refused: ["try_again"],
  not_salesforce: ["try_again"],
  server_trouble: ["try_again"],
  keychain_locked: ["try_again"],
  keychain_frozen: ["try_again"],
  keychain_absent: ["try_again"],
  keychain_refused: ["try_again"],
  registry_unwritable: ["try_again"],
  registry_newer: ["close"],
  registry_damaged: ["close"],
  registry_on_network: ["close"],
  clipboard_unavailable: ["try_again"],
  unexpected: ["try_again"],
};

const actionsByMeaning: { [M in Meaning]: Actions } = {
  unknown_key: ["try_again", "edit_app", "edit_org"],
  callback_mismatch: ["try_again", "edit_app"],
  pkce_missing: ["try_again"],
  denied: ["try_again"],
  app_blocked: ["try_again"],
  not_permitted: ["try_again"],
  unexplained: ["try_again"],
  not_in_this_org: ["try_again", "edit_app", "edit_org"],
  scope_not_allowed: ["try_again", "edit_app"],
  user_inactive: ["try_again"],
  org_inactive: ["try_again"],
  too_many: ["try_again"],
  flow_off: ["try_again"],
  wrong_secret: ["try_again", "edit_app"],
  code_spent: ["try_again"],
  pkce_mismatch: ["try_again"],
  login_failed: ["try_again"],
  grant_ended: ["sign_in"],
  busy: ["try_again"],
  ip_restricted: ["try_again"],
  api_forbidden: ["sign_in", "edit_app"],
  salesforce_trouble: ["try_again"],
  our_mistake: ["try_again"],
};

const ofKeychain: readonly Failure["code"][] = [
  "keychain_locked",
  "keychain_frozen",
  "keychain_absent",
  "keychain_refused",
];

/** Says what a failure means, where it is mended, and what can be pressed. */
export function explain(failure: Failure): Explanation {
  if (failure.code === "refused") return explainRefusal(failure.refusal);
  return { ...wordsOf(failure), actions: actionsByCode[failure.code], quote: null, details: detailsOf(failure) };
}

function wordsOf(failure: Exclude<Failure, { code: "refused" }>): Words {
  // The table pairs every code with the words for exactly that failure, which the compiler cannot follow here.
  const words = t.failures[failure.code] as (failure: Failure) => Words;
  return words(failure);
}

function explainRefusal(refusal: Refusal): Explanation {
  const { meaning, description, error } = refusal;
  const words = meaning === null ? t.unknownRefusal : t.refusals[meaning];
  return {
    ...words,
    actions: meaning === null ? ["try_again"] : actionsByMeaning[meaning],
    quote: meaning === null ? [error, description].filter((text) => text !== "").join(": ") : null,
    details: [
      [t.failure.error, error],
      [t.failure.description, description],
      [t.failure.stage, t.failure.stages[refusal.stage]],
    ],
  };
}

function detailsOf(failure: Failure): [string, string][] {
  const details: [string, string][] = [[t.failure.code, failure.code]];
  if ("host" in failure) details.push([t.failure.atHost, failure.host]);
  if ("status" in failure) details.push([t.failure.httpStatus, String(failure.status)]);
  if ("prompt" in failure) details.push([t.failure.reason, failure.prompt]);
  if ("lacking" in failure) details.push([t.failure.reason, failure.lacking]);
  if ("kind" in failure) details.push([t.failure.fileSystem, failure.kind]);
  if ("reference" in failure) details.push([t.failure.reference, failure.reference]);
  return details;
}

/** Whether the keychain is what failed: then memory alone can take its place for this once. */
export const isOfKeychain = ({ code }: Failure): boolean => ofKeychain.includes(code);

/** Whether a step shows a value of the app that is meant, and so is empty without one. */
export const isAboutApp = (step: Phrase): boolean =>
  typeof step !== "string" && step.some((piece) => typeof piece === "object" && ("exact" in piece || "scopes" in piece));
