// English: the recipes, their parts, and what a guide asks a person.

import type { Answer } from "../wire/Answer";
import type { GuideCheck } from "../wire/GuideCheck";
import type { Question } from "../wire/Question";
import type { RecipeFlow } from "../wire/RecipeFlow";
import type { RecipeId } from "../wire/RecipeId";
import type { Section } from "../wire/Section";
import type { SetupLabel } from "../wire/SetupLabel";
import { label, phrase, type Phrase } from "./phrase";
import { setup } from "./setup-labels";

/** Each recipe: its name, and for whom it is. */
const titles: Record<RecipeId, { title: string; means: string }> = {
  rehearsal_tool: {
    title: "Rehearsal Tool",
    means: "Connects the Rehearsal Tool, release 2026.1.0 or later: somebody signs in once, in the browser.",
  },
  api_integration: {
    title: "API integration for its users",
    means: "An integration that calls the APIs as whoever uses it, with the fewest scopes.",
  },
  production_integration: {
    title: "Integration for production",
    means: "The same with every policy looked at: who may use it, from where, and for how long.",
  },
  lightning_out: {
    title: "Lightning Out 2.0",
    means: "Components of this org in pages of another site, which signs its users in.",
  },
  client_credentials: {
    title: "Server or Postman, without a person",
    means: "The app itself asks for tokens, and acts as one user whom you name in Setup.",
  },
};

const flows: Record<RecipeFlow, { name: string; means: string }> = {
  authorization_code: { name: "A person signs in", means: "In the browser, once." },
  client_credentials: { name: "The app itself", means: "It acts as one user whom you name in Setup." },
  jwt_bearer: { name: "A signed assertion (JWT)", means: "Nobody signs in; a certificate is uploaded in Setup." },
};

const sections: Record<Section, string> = {
  before: "Before you start",
  open: "Open the right page",
  basic: "Basic Information",
  oauth: "API (Enable OAuth Settings)",
  policies: "Policies",
  credentials: "Key and secret",
  certificate: "Certificate",
  around: "Around the app",
};

const questions: Record<Question, { ask: string; hint: string }> = {
  may_create_apps: {
    ask: "I may make External Client Apps in this org",
    hint: "A System Administrator may. So may whoever has “Create, edit, and delete External Client Apps” and “View all External Client Apps, view their settings, and edit their policies”. Key and secret are shown after a code by e-mail, so your e-mail address there must be yours.",
  },
  rehearsal_tool_release: {
    ask: "My Rehearsal Tool is of release 2026.1.0 or later",
    hint: "The guide is for release 2026.1.0 or later.",
  },
  has_integration_user: {
    ask: "The integration has a user of its own",
    hint: "Not an admin: a user with no more rights than the integration needs. Scopes say what the app may ask for; its user decides what it reaches.",
  },
  permission_set_assigned: {
    ask: "The permission set is assigned to the user",
    hint: "Without it Salesforce lets nobody in, and does not say why.",
  },
};

const checks: Record<GuideCheck, string> = {
  domain: "An org answers at this address",
  kind: "Apps can be made in an org of this kind",
  port: "The port for the browser’s answer is free",
};

const answers: Record<Answer, { ask: string; hint: string }> = {
  flow: { ask: "How it signs in", hint: "" },
  app_name: { ask: "What the app is to be called", hint: "Whoever signs in sees this name." },
  contact_email: {
    ask: "Your e-mail address",
    hint: "Salesforce writes there about the app. Kept for the next guide.",
  },
  their_callback: {
    ask: "The integration’s own Callback URL",
    hint: "It begins with https, for example https://app.acme.com/callback.html. Keyperch adds its own beside it, to try the app.",
  },
  run_as: {
    ask: "Username of the user whom the app acts as",
    hint: "Exactly as in Setup, under Users: a username, not an e-mail address.",
  },
  jwt_username: {
    ask: "Username of the user for whom assertions are signed",
    hint: "Exactly as in Setup, under Users. In a sandbox it usually ends with the sandbox’s name.",
  },
  permission_set: {
    ask: "Permission set",
    hint: "Its API Name, for example Integration_Users. Whoever has it may use the app.",
  },
  custom_scopes: {
    ask: "Custom scopes, if you have any",
    hint: "Separated by spaces. Leave it empty where there are none.",
  },
  pkce_locked: { ask: "Is it greyed out?", hint: "" },
  rotation_locked: { ask: "Is it greyed out?", hint: "" },
};

/** What a box that is greyed out means where nobody signs in, for those that can be. */
const lockedWithoutAPerson: Partial<Record<SetupLabel, string>> = {
  pkce: "Leave it ticked, this app is fine: PKCE is for sign-ins in a browser, and here nobody signs in.",
  rotation: "Leave it ticked, this app is fine: here no refresh token is used, so there is none to rotate.",
};

/** What a box that is greyed out means, for those that can be. */
const locked: Record<RecipeFlow, Partial<Record<SetupLabel, string>>> = {
  authorization_code: {
    pkce: "Leave it ticked, this app is fine: Keyperch always sends PKCE. The program that gets the app must send it too; if it cannot, only Salesforce Support can unlock this box.",
    rotation:
      "Leave it ticked, this app is fine: Keyperch keeps the new token after each renewal. The program that gets the app must do the same, or its second run fails.",
  },
  client_credentials: lockedWithoutAPerson,
  jwt_bearer: lockedWithoutAPerson,
};

/** What is done with a button, a tab or a part of the page. */
const press: Partial<Record<SetupLabel, Phrase>> = {
  policies_tab: phrase`Open the tab ${label(setup.policies)}`,
  settings_tab: phrase`Open the tab ${label(setup.settings)}`,
  enable_oauth_settings: phrase`Expand ${label(setup.enableOauthSettings)}`,
  oauth_policies: phrase`Expand ${label(setup.oauthPolicies)}`,
  oauth_settings: phrase`Expand ${label(setup.oauthSettings)}`,
  key_and_secret: phrase`Press ${label(setup.keyAndSecret)}: a page of its own opens`,
  verify: phrase`Type the code that Salesforce mails you, then press ${label("Verify")}`,
};

export const recipes = {
  titles,
  flows,
  sections,
  questions,
  checks,
  answers,
  locked,
  press,
  noScratchOrgs:
    "In a scratch org Setup cannot make an External Client App for its own use. Make it in the org that the scratch org belongs to, or in a sandbox.",
};
