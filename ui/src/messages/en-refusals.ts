// English: what a refusal of Salesforce's means, and the step in Setup that mends it.
//
// Nothing is invented about Salesforce here: a step names what is known to matter, and hedges where reports differ.

import { exact, label, openOrg, phrase } from "./phrase";
import { setup } from "./setup-labels";
import type { RefusalWords, Words } from "./words";

const toTheApp = phrase`${openOrg} In ${label(setup.setup)}, find ${label(setup.manager)} and open your app.`;
const toTheSettings = phrase`Go to ${label(setup.settings)}, then ${label(setup.oauthSettings)}.`;
const toThePolicies = phrase`Go to ${label(setup.policies)} and press ${label(setup.edit)}.`;
const toLoginHistory = phrase`${openOrg} In ${label(setup.setup)}, find ${label(setup.loginHistory)}: the newest line of this user says why.`;
const aMoment = "Changed in the last 10 minutes? Salesforce may need a moment. Wait, then try again.";

export const refusals: RefusalWords = {
  unknown_key: {
    title: "This org does not know the Consumer Key",
    what: "The app may live in another org, or the key may not be complete.",
    steps: [
      phrase`Is this the org that has the app? ${exact("host")}`,
      toTheApp,
      phrase`Go to ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.keyAndSecret)} and copy the ${label(setup.consumerKey)}.`,
      "Press Edit app below and paste it.",
    ],
    wait: "Made the app in the last 10 minutes? Salesforce may not know it everywhere yet. Wait, then try again.",
  },
  callback_mismatch: {
    title: "The Callback URL in Salesforce is different from ours",
    what: "Salesforce compares both letter by letter: http or https, the port, a slash at the end.",
    steps: [
      toTheApp,
      phrase`Go to ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.callbackUrl)}.`,
      phrase`It must be exactly ${exact("callback_url")}`,
    ],
    wait: aMoment,
  },
  pkce_missing: {
    title: "Salesforce did not get the PKCE code",
    what: "Keyperch always sends it. Something between this computer and Salesforce may have changed the address.",
    steps: ["Try again in another browser, without extensions that change addresses."],
  },
  denied: {
    title: "Access was denied",
    what: "“Deny” was pressed in the browser, or Salesforce denied it for this user.",
    steps: [
      phrase`Try again and press ${label(setup.allow)}.`,
      phrase`No such button? An admin looks at ${label(setup.permittedUsers)} in the app’s ${label(setup.policies)}.`,
    ],
  },
  app_blocked: {
    title: "An admin has blocked this app",
    what: "Salesforce lets nobody use it until it is unblocked.",
    steps: [
      phrase`${openOrg} In ${label(setup.setup)}, find ${label(setup.usage)}.`,
      phrase`Find the app in the list and press ${label(setup.unblock)}.`,
    ],
    wait: aMoment,
  },
  not_permitted: {
    title: "This user may not use the app",
    what: "The app’s policies let in only some users.",
    steps: [
      toTheApp,
      toThePolicies,
      phrase`Look at ${label(setup.oauthPolicies)}, ${label(setup.permittedUsers)}.`,
      phrase`Is it ${label(setup.preAuthorized)}? Then add a permission set under ${label(setup.appPolicies)}, ${label(setup.selectPermissionSets)}, and assign it to the user.`,
      phrase`Or choose ${label(setup.selfAuthorize)}.`,
    ],
    wait: aMoment,
  },
  unexplained: {
    title: "Salesforce refused without saying why",
    what: "This has several causes. These steps begin with the most likely one.",
    steps: [
      toTheApp,
      phrase`${label(setup.policies)}: set ${label(setup.permittedUsers)} to ${label(setup.selfAuthorize)}, or assign the app’s permission set to the user.`,
      phrase`${label(setup.policies)}: set ${label(setup.ipRelaxation)} to ${label(setup.relaxIp)}.`,
      phrase`Still refused? In ${label(setup.setup)}, ${label(setup.loginHistory)} shows the reason.`,
    ],
    wait: aMoment,
  },
  not_in_this_org: {
    title: "The app is not in this org",
    what: "An External Client App works only in the org that it was made or installed in.",
    steps: [
      phrase`You signed in to another org? This entry is for ${exact("host")}`,
      "Was the sandbox refreshed? Then the app is gone: make it again there, and paste its new key here.",
      "Does the app come in a package? Then an admin installs the package in this org.",
    ],
  },
  scope_not_allowed: {
    title: "A scope is missing in the app",
    what: "Keyperch asks for a scope that the app does not have.",
    steps: [
      toTheApp,
      phrase`Go to ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.scopes)}.`,
      phrase`These must be selected: ${{ scopes: "asked" }}`,
    ],
    wait: aMoment,
  },
  user_inactive: {
    title: "This user is not active",
    what: "Salesforce has the user deactivated or frozen.",
    steps: [
      phrase`${openOrg} In ${label(setup.setup)}, find ${label(setup.users)} and open the user.`,
      phrase`Is ${label(setup.active)} ticked, and is the user not frozen?`,
    ],
  },
  org_inactive: {
    title: "This org is locked or closed",
    what: "Salesforce lets nobody in. A trial may have ended.",
    steps: ["Ask the org’s owner, or Salesforce Support."],
  },
  too_many: {
    title: "Too many log-ins",
    what: "Salesforce counts log-ins and has had too many for now.",
    steps: ["Wait some minutes, then try again."],
  },
  flow_off: {
    title: "This way to sign in is switched off",
    what: "The app does not allow a sign-in through the browser.",
    steps: [
      toTheApp,
      toTheSettings,
      phrase`Under ${label(setup.flowEnablement)}, tick ${label(setup.codeFlow)}.`,
    ],
    wait: aMoment,
  },
  wrong_secret: {
    title: "The Consumer Secret is wrong or missing",
    what: "It may have been changed in Salesforce, or was not pasted here.",
    steps: [
      toTheApp,
      phrase`Go to ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.keyAndSecret)} and copy the ${label(setup.consumerSecret)}.`,
      "Press Edit app below and paste it.",
      phrase`Should the app need none? Then untick ${label(setup.secretForWebServer)} and ${label(setup.secretForRefresh)} under ${label(setup.security)}.`,
    ],
  },
  code_spent: {
    title: "The answer came too late",
    what: "What the browser brought back was used before, or was too old.",
    steps: ["Close the old tabs of this sign-in, then try again."],
  },
  pkce_mismatch: {
    title: "The answer belongs to another try",
    what: "The browser brought back the answer to an older sign-in.",
    steps: ["Close the old tabs of this sign-in, then try again."],
  },
  login_failed: {
    title: "Salesforce could not log the user in",
    what: "Login hours, single sign-on or the password may be the reason.",
    steps: [toLoginHistory],
  },
  grant_ended: {
    title: "Salesforce has ended this sign-in",
    what: "It was revoked, unused for too long, replaced by newer sign-ins of the same user, or ended by a policy.",
    steps: [
      "Sign in again. That is all it takes.",
      phrase`Does it happen often? An admin looks at ${label(setup.refreshTokenPolicy)} in the app’s ${label(setup.policies)}, for example ${label(setup.untilRevoked)}.`,
    ],
  },
  busy: {
    title: "Salesforce is still busy with the last request",
    what: "Another request for this sign-in is under way.",
    steps: ["Wait a few seconds, then try again."],
  },
  ip_restricted: {
    title: "Your network is not allowed",
    what: "Salesforce refuses this computer’s network address.",
    steps: [
      toTheApp,
      toThePolicies,
      phrase`Under ${label(setup.appAuthorization)}, set ${label(setup.ipRelaxation)} to ${label(setup.relaxIp)}.`,
      "Or connect through your company’s network or VPN.",
    ],
    wait: aMoment,
  },
  api_forbidden: {
    title: "The token does not open the API",
    what: "The sign-in worked, but Salesforce does not take its token.",
    steps: [
      toTheApp,
      phrase`Under ${label(setup.scopes)}, this must be selected: ${label("Manage user data via APIs (api)")}`,
      phrase`The user needs the permission ${label(setup.apiEnabled)}.`,
      "Then sign in again.",
    ],
  },
  salesforce_trouble: {
    title: "Salesforce has a problem at the moment",
    what: "Nothing is wrong with your app.",
    steps: ["Wait some minutes, then try again. status.salesforce.com tells more."],
  },
  our_mistake: {
    title: "Keyperch sent something that Salesforce does not take",
    what: "This is a mistake of Keyperch’s, not yours.",
    steps: ["Try again. If it stays, send the details below to the makers of Keyperch."],
  },
};

/** What is said where the catalogue knows no meaning: Salesforce's own words, and where the reason is written down. */
export const unknownRefusal: Words = {
  title: "Salesforce refused",
  what: "Keyperch does not know this answer. These are Salesforce’s own words:",
  steps: [toLoginHistory, "Show the details below to your Salesforce admin."],
};
