// English: causes of a refusal that lie around the app: the org, the user, the sign-in, this computer.

import type { Cause } from "../wire/Cause";
import { here, label, phrase } from "./phrase";
import { setup } from "./setup-labels";
import type { CauseWords } from "./words";

export const causesAround = {
  other_org_or_host: {
    is: "The app lives in another org, or this is not its own address.",
    mend: phrase`Compare the host that Keyperch signs in at with ${label(setup.myDomain)} in the org that has the app. An app works only in the org that it was made or installed in: look for it there in ${label(setup.manager)}.`,
  },
  sandbox_refreshed: {
    is: "The sandbox was refreshed, and the app went with it.",
    mend: phrase`Look for it in ${label(setup.manager)}. If it is gone: make it again there. ${here("Then press Edit app below and paste its new key.", "edit_app")}`,
  },
  package_not_installed: {
    is: "The app comes in a package that is not installed in this org.",
    mend: "An admin installs the package in this org.",
  },
  connected_app_not_installed: {
    is: "It is a connected app that is not installed in this org.",
    mend: phrase`Find it in ${label(setup.connectedUsage)} and press ${label(setup.install)}.`,
  },
  api_access_control: {
    is: "The org lets only approved apps use the API.",
    mend: phrase`Find the app in ${label(setup.usage)}. Then open it: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.selectPermissionSets)}, and assign one of them to the user. Users with ${label(setup.anyApiClient)} are let in without.`,
  },
  pressed_deny: {
    is: "“Deny” was pressed in the browser.",
    mend: phrase`${here("Try again and press Allow.")}`,
  },
  pkce_of_another_attempt: {
    is: "The browser brought back the answer to an older sign-in.",
    mend: phrase`${here("Close the old tabs of this sign-in, then try again. ")}Nothing has to change in Setup.`,
  },
  code_late: {
    is: "The answer of the browser was too old, or had been used before.",
    mend: phrase`${here("Close the old tabs of this sign-in, then try again.")}`,
  },
  device_code_late: {
    is: "The code was not typed in time.",
    mend: phrase`${here("Try again for a new code.")}`,
  },
  login_hours: {
    is: "The user may not log in at this hour.",
    mend: phrase`Open the user’s profile in ${label(setup.profiles)} and look at its login hours.`,
  },
  user_cannot_use_browser: {
    is: "The user is meant for integrations and cannot log in through a browser.",
    mend: phrase`Look at the user’s licence in ${label(setup.users)}. ${here("Sign in as another user, or let the app sign in by itself: press Edit app below and look under “How Keyperch signs in”.", "edit_app")}`,
  },
  single_sign_on: {
    is: "Single sign-on stands between.",
    mend: phrase`${here("Try a private window. ")}${label(setup.loginHistory)} names the reason.`,
  },
  see_login_history: {
    is: "Salesforce does not say why; its log does.",
    mend: phrase`The newest line of this user in ${label(setup.loginHistory)} names the reason.`,
  },
  run_as_user_cannot_log_in: {
    is: "The user as whom the app acts cannot log in.",
    mend: phrase`Open that user in ${label(setup.users)}: ${label(setup.active)} must be ticked, and the user not frozen.`,
  },
  my_domain_only: {
    is: "This way to sign in works only at the org’s own address.",
    mend: phrase`It stands under ${label(setup.myDomain)}. ${here("Copy it, press Edit org below and paste it.", "edit_org")}`,
  },
  user_inactive: {
    is: "The user is deactivated.",
    mend: phrase`Open the user in ${label(setup.users)} and tick ${label(setup.active)}.`,
  },
  user_frozen: {
    is: "The user is frozen.",
    mend: phrase`Open the user in ${label(setup.users)} and press ${label(setup.unfreeze)}.`,
  },
  username_other: {
    is: "The username is not that of an active user of this org.",
    mend: phrase`Compare it letter by letter with ${label(setup.users)}; in a sandbox it usually ends with the sandbox’s name. ${here("Then press Edit app below.", "edit_app")}`,
  },
  org_locked: {
    is: "The org is locked, closed or suspended. A trial may have ended.",
    mend: phrase`Ask the org’s owner, or Salesforce Support. ${label(setup.companyInformation)} names the edition.`,
  },
  org_gone: {
    is: "The org is gone: a sandbox was deleted, or a scratch org has ended.",
    mend: phrase`${here("Remove it from the list, or sign in to the one that took its place.")}`,
  },
  too_many_log_ins: {
    is: "Salesforce counts log-ins and has had too many for now.",
    mend: phrase`${here("Wait some minutes, then try again. ")}${label(setup.loginHistory)} shows them.`,
  },
  signed_out_by_policy: {
    is: "The app’s policy ended it, or somebody revoked it.",
    mend: phrase`${here("Sign in again. ")}To keep it longer: open your app, ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.refreshTokenPolicy)}, for example ${label(setup.untilRevoked)}.`,
  },
  rotated_elsewhere: {
    is: "Another tool used the same sign-in.",
    mend: phrase`${here("Sign in again, and let every tool have a sign-in of its own. ")}Salesforce ends a sign-in that two tools share. ${label(setup.loginHistory)} shows the others.`,
  },
  sixth_sign_in: {
    is: "The same user signed in to this app elsewhere. Salesforce keeps five sign-ins and ends the oldest.",
    mend: phrase`${here("Sign in again. ")}${label(setup.usage)} shows how many there are.`,
  },
  password_changed: {
    is: "The user’s password or permissions were changed.",
    mend: phrase`${here("Sign in again.")}`,
  },
  refresh_under_way: {
    is: "Another request for this sign-in is under way.",
    mend: phrase`${here("Wait a few seconds, then try again.")}`,
  },
  clock_off: {
    is: "This computer’s clock is wrong, so what is signed seems too old or too new.",
    mend: phrase`${here("Set the clock in this computer’s settings, best by itself from the internet. Then try again.")}`,
  },
  audience_other: {
    is: "The assertion is made out to the wrong log-in page.",
    mend: phrase`${here("Press Edit app below and choose “Made out to”. ", "edit_app")}It is login for production and Developer Edition, test for sandboxes and scratch orgs.`,
  },
  api_disabled_for_user: {
    is: "The user may not use the API.",
    mend: phrase`Give the user the permission ${label(setup.apiEnabled)}, by profile or permission set.`,
  },
  api_disabled_for_org: {
    is: "The org’s edition has no API, or it is switched off.",
    mend: phrase`${label(setup.companyInformation)} names the edition. Ask the org’s owner, or Salesforce Support.`,
  },
  password_expired: {
    is: "The user’s password has expired.",
    mend: phrase`${here("Log in to the org in a browser and choose a new one, then try again.")}`,
  },
  daily_api_limit: {
    is: "The org has used up its API requests of the last 24 hours.",
    mend: phrase`${label(setup.companyInformation)} shows how many there are. Wait, or find the tool that uses them up.`,
  },
  salesforce_trouble: {
    is: "Salesforce has a problem at the moment.",
    mend: phrase`${here("Wait some minutes, then try again. ")}status.salesforce.com tells more.`,
  },
  our_mistake: {
    is: "Keyperch sent something that Salesforce does not take.",
    mend: phrase`${here("Try again. If it stays, send the details below to the makers of Keyperch.")}`,
  },
} satisfies Partial<Record<Cause, CauseWords>>;
