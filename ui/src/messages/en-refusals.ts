// English: what a refusal of Salesforce's means. What may have caused it, and where that is mended, is said by its causes.
//
// Nothing is invented about Salesforce here, and it is hedged where reports differ.

import type { Cause } from "../wire/Cause";
import type { Sureness } from "../wire/Sureness";
import { causesOfApp } from "./en-causes-app";
import { causesAround } from "./en-causes-around";
import { here, label, openPage, phrase, type Phrase } from "./phrase";
import { setup } from "./setup-labels";
import type { CauseWords, RefusalWords, Words } from "./words";

/** Every cause, with the sentence that says it and the way through Setup. */
export const causes: Record<Cause, CauseWords> = { ...causesOfApp, ...causesAround };

/** How certain it is that a code means what is said. */
export const sureness: Record<Sureness, string> = {
  official: "Salesforce documents this code.",
  reported: "Salesforce does not document this code. Several people have reported what it means.",
  recalled: "Salesforce does not document this code. What it means is told from experience, and may differ.",
};

const aMoment = "Changed in the last 10 minutes? Salesforce may need a moment. Wait, then try again.";

export const refusals: RefusalWords = {
  unknown_key: {
    title: "This org does not know the Consumer Key",
    what: "The app may live in another org, or the key may not be complete.",
    wait: "Made the app in the last 10 minutes? Salesforce may not know it everywhere yet.",
  },
  callback_mismatch: {
    title: "The Callback URL in Salesforce is different from ours",
    what: "Salesforce compares both letter by letter: http or https, the port, a slash at the end.",
    wait: "Changed in the last 10 minutes? Salesforce may need a moment.",
  },
  pkce_missing: {
    title: "Salesforce did not get the PKCE code",
    what: "Keyperch always sends it. Something between this computer and Salesforce may have changed the address.",
  },
  denied: {
    title: "Access was denied",
    what: "“Deny” was pressed in the browser, or Salesforce denied it for this user.",
  },
  app_blocked: {
    title: "An admin has blocked this app",
    what: "Salesforce lets nobody use it until it is unblocked.",
    wait: aMoment,
  },
  not_permitted: {
    title: "This user may not use the app",
    what: "The app’s policies let in only some users.",
    wait: aMoment,
  },
  lacks_permission: {
    title: "This user lacks a permission in Salesforce",
    what: "Making apps, and seeing their settings and secrets, is for users whom an admin allows it.",
  },
  unexplained: {
    title: "Salesforce refused without saying why",
    what: "This has several causes. They begin with the most likely one.",
    wait: aMoment,
  },
  not_in_this_org: {
    title: "The app is not in this org",
    what: "An External Client App works only in the org that it was made or installed in.",
  },
  scope_not_allowed: {
    title: "A scope is missing in the app",
    what: "Keyperch asks for a scope that the app does not have.",
    wait: aMoment,
  },
  user_inactive: { title: "This user is not active", what: "Salesforce has the user deactivated or frozen." },
  org_inactive: { title: "This org is locked or closed", what: "Salesforce lets nobody in." },
  too_many: { title: "Too many log-ins", what: "Salesforce counts log-ins and has had too many for now." },
  flow_off: {
    title: "This way to sign in is switched off",
    what: "The app does not allow the way in which Keyperch signs in.",
    wait: aMoment,
  },
  wrong_secret: {
    title: "The Consumer Secret is wrong or missing",
    what: "It may have been changed in Salesforce, or Keyperch does not have it.",
  },
  code_spent: {
    title: "The answer came too late",
    what: "What the browser brought back was used before, or was too old.",
  },
  pkce_mismatch: {
    title: "The answer belongs to another try",
    what: "The browser brought back the answer to an older sign-in.",
  },
  login_failed: {
    title: "Salesforce could not log the user in",
    what: "Login hours, single sign-on or the password may be the reason.",
  },
  grant_ended: {
    title: "Salesforce has ended this sign-in",
    what: "A new sign-in is all it takes. These are the reasons that it may have.",
  },
  busy: {
    title: "Salesforce is still busy with the last request",
    what: "Another request for this sign-in is under way.",
  },
  ip_restricted: {
    title: "This network is not allowed",
    what: "Salesforce refuses this computer’s network address.",
    wait: aMoment,
  },
  api_forbidden: {
    title: "The token does not open the API",
    what: "The sign-in worked, but Salesforce does not take its token.",
  },
  no_run_as: {
    title: "No user is set for the app to act as",
    what: "An app that signs in by itself acts as one user, whom an admin names in its policies.",
    wait: aMoment,
  },
  not_this_domain: {
    title: "This works only at the org’s own address",
    what: "Salesforce does not take this way to sign in at a log-in page for all orgs.",
  },
  no_scopes: {
    title: "The app has no scope that counts",
    what: "An app that signs in by itself needs at least one scope beside Full access.",
    wait: aMoment,
  },
  bad_assertion: {
    title: "Salesforce does not take the signed assertion",
    what: "The certificate in Setup, the username and this computer’s clock must fit.",
    wait: aMoment,
  },
  wrong_audience: {
    title: "The assertion is made out to the wrong log-in page",
    what: "Salesforce takes login for production and Developer Edition, and test for sandboxes and scratch orgs.",
  },
  not_pre_authorized: {
    title: "The user is not approved for this app",
    what: "A signed assertion asks nobody, so an admin approves the user beforehand.",
    wait: "Approved just now? Salesforce may need a minute.",
  },
  refresh_scope_missing: {
    title: "A scope or an approval is missing for signed assertions",
    what: "Salesforce wants the app to have the scope for requests at any time, and its user approved.",
    wait: aMoment,
  },
  device_code_ended: { title: "The device code has ended", what: "It was not typed in time. Nothing was saved." },
  org_gone: {
    title: "This org is gone",
    what: "Salesforce has no data for it any more.",
  },
  api_limit: {
    title: "The org has no API requests left",
    what: "The limit of the last 24 hours is reached. Nothing is wrong with the app.",
  },
  password_expired: {
    title: "The user’s password has expired",
    what: "Salesforce takes no token of the user until it is changed.",
  },
  salesforce_trouble: {
    title: "Salesforce has a problem at the moment",
    what: "Nothing is wrong with the app.",
  },
  our_mistake: {
    title: "Keyperch sent something that Salesforce does not take",
    what: "The mistake is Keyperch’s, and nobody else’s.",
  },
};

const toLoginHistory = phrase`${openPage("login_history")} The newest line of this user in ${label(setup.loginHistory)} says why.`;

/** What is done where no cause is known. */
export const withoutCause: readonly Phrase[] = [
  toLoginHistory,
  phrase`${here("Show the details below to your Salesforce admin.")}`,
];

/** What is said where the catalogue knows no meaning: Salesforce's own words, and where the reason is written down. */
export const unknownRefusal: Words = {
  title: "Salesforce refused",
  what: "Keyperch does not know this answer. These are Salesforce’s own words:",
  steps: withoutCause,
};
