// English: why a recipe says what it says, and what would be safer; two sentences each. Where written guides
// contradict each other or Salesforce, this is where it is said.

import type { Advice } from "../wire/Advice";
import type { Why } from "../wire/Why";

export const whys: Record<Why, string> = {
  manager_not_app_manager:
    "Some guides send you to the App Manager, which has the button in some orgs only; look in External Client App Manager first. If it is missing there too, look at External Client App Settings, and at your permission to create External Client Apps.",
  api_name_rules:
    "It begins with a letter and has letters, digits and single underscores; one guide’s “lower case with underscores” is a habit, not a rule. Setup makes it from the name, and it cannot easily be changed later.",
  local_only:
    "A local app works in the org that it is made in, and nowhere else. “Packaged” is for apps that are handed out in a package.",
  http_only_for_localhost:
    "One guide says that Salesforce refuses http, another asks for http on localhost; both are right. Http is taken for localhost alone, where nothing leaves this computer.",
  callback_to_the_byte:
    "Salesforce compares it letter by letter, and a slash at the end makes it another address. So it is copied, not typed.",
  their_callback_and_ours:
    "The first line is where the integration itself is called back. The second one is Keyperch’s, so that the app can be tried from here; it can be taken out afterwards.",
  postman_callback_unused:
    "Nobody is sent there: an app that signs in by itself has no callback. Setup asks for an address all the same.",
  scope_api: "Lets the app call the REST and SOAP APIs as its user. Nearly every integration needs it.",
  scope_refresh:
    "With it a sign-in lasts, and tokens renew by themselves. Without it somebody has to sign in each time.",
  scope_refresh_beside_the_guide:
    "The written guide names the other three scopes, and lets you add what else is needed. With this one a sign-in lasts and renews by itself, and signed assertions do not work without it.",
  scope_api_platform:
    "The Rehearsal Tool calls the Salesforce API Platform, which has a scope of its own. The scope “api” does not include it.",
  scope_web: "Lets a token open pages of the org, which components in another site need. It includes Visualforce pages.",
  scope_lightning:
    "Lets the other site load the Lightning components. Lightning Out does not start without it.",
  scope_full_too_wide:
    "A written guide asks for Full access so that a first try cannot fail; “api” is enough for that. Full access includes every other scope but the one that keeps a sign-in alive, so a stolen token could do all that its user can.",
  scope_openid_not_needed:
    "A written guide adds it for its test. It tells a program who signed in, and here nobody does.",
  code_flow_harmless:
    "The written guide asks for this box, although a sign-in in the browser works without it. It does no harm, so it stays as the guide wants it.",
  credentials_in_body:
    "Then username and password travel in the body of a request, and not in its header. Choose what the other site sends; Keyperch’s own sign-in needs neither.",
  client_credentials_with_a_warning:
    "Setup shows a warning when you tick this: accept the warning. The same box follows in the Policies, and one alone does not open the flow.",
  client_credentials_in_both_places:
    "Some reports know this box in the Settings only, others in the Policies too. Tick it in both where both are there: one alone does not open the flow.",
  client_credentials_not_for_lightning_out:
    "A written guide offers client credentials for Lightning Out. Salesforce does not support that: the scope for web pages is left out of such tokens.",
  jwt_needs_certificate:
    "Salesforce recognises the assertion by the certificate that you upload here. Keyperch makes both; the private key never leaves your keychain.",
  secret_not_required:
    "The Rehearsal Tool’s guide wants this off. The tool is still given the Consumer Secret, so bring it too.",
  secret_not_for_assertions:
    "A signed assertion is sent without the secret: Salesforce recognises it by the certificate. Bring it only if another program asks for it.",
  secret_required:
    "A server can keep a secret, so a stolen code or token is of no use without it. Leave this on wherever the program can send the secret.",
  pkce_off_where_it_can_be:
    "The Rehearsal Tool’s guide wants this off, but in apps made since July 2026 the box is often greyed out. Then it stays on: that is no mistake of yours, and Keyperch signs in either way.",
  pkce_without_a_person:
    "The written guide wants this off. Nobody signs in here, so there is nothing that PKCE would protect: where it is greyed out, leave it on.",
  pkce_on:
    "PKCE makes a sign-in useless to whoever listens in. Salesforce requires it of newly made apps.",
  rotation_on:
    "Each renewal then gives a new token and ends the old one, so a stolen one shows. A program has to keep the new one each time.",
  rotation_without_effect:
    "A written guide ticks this. Here it changes nothing, because an app that signs in by itself has no token to renew.",
  rotation_as_it_is:
    "In new apps this is often ticked and greyed out; the written guide does not name it, so leave it as it is. Where it is on, each renewal gives a new token, and the second run of a tool that does not keep that one fails.",
  relax_ip:
    "The Rehearsal Tool’s guide wants this, because the tool may run where your org’s trusted addresses do not reach. It also lets the app in from anywhere else.",
  relax_ip_for_refresh:
    "A person signs in from a trusted address, and the tokens renew from wherever the integration runs. That is often enough, and safer than to relax everything.",
  enforce_ip:
    "Only addresses that the org trusts get in. An integration with fixed addresses should have it so.",
  pre_authorized:
    "Only users with one of the app’s permission sets or profiles get in, and nobody is asked to allow anything. Everybody else is shut out the moment this is saved.",
  permission_set_or_profile:
    "Only users with one of the app’s permission sets or profiles get in; everybody else is shut out the moment this is saved. Whoever goes by profiles selects some under “Select Profiles” too.",
  self_authorize: "Each user allows the app once, for themselves. Nothing has to be assigned to anybody.",
  run_as_integration_user:
    "Whoever gets key and secret acts as this user. A written guide names its author, an admin; take a user with as few rights as the integration needs.",
  refresh_policy:
    "It says how long a sign-in lasts without anybody present. Where this is greyed out, Salesforce has set it to 30 days without use, which is fine.",
  session_timeout: "It says how long one access token lives. Tokens renew by themselves, so short is no trouble.",
  custom_scopes:
    "They are scopes that your company made for its own services. A token has them only if the app does.",
  secret_can_be_seen_again:
    "A written guide says that the secret is shown once and never again. It can be seen here whenever you want, after a code by e-mail.",
  username_password_not_for_apps:
    "One guide lists username and password as a way to sign in, another says that External Client Apps do not take it; the latter is right. “Authorization Code and Credentials” is another flow: a sign-in in the browser works without it, and it does no harm.",
  trusted_domains:
    "The org hands its components to sites that stand in this list, and to no others. Enter the site with https and without a path.",
  not_yet_ready:
    "Salesforce needs 2 to 10 minutes until it knows a new app everywhere, now and then 30. Until then it says that key or callback are wrong; do not make another app.",
};

export const advice: Record<Advice, string> = {
  leave_pkce_on:
    "Safer: leave PKCE on if your release of the tool can send it. Keyperch’s own sign-in always does.",
  require_secret: "Safer: require the secret if the program can send it. Then the key alone is of no use to anybody.",
  pre_authorize_instead:
    "Safer: let in only approved users, with a permission set. Otherwise every user of the org can allow the app for themselves.",
  relax_for_refresh_only:
    "Safer: “Enforce IP restrictions, but relax for refresh tokens”, if somebody can sign in from a trusted address. Try that first.",
  narrow_scopes:
    "Safer: only the scopes that the integration really uses. Too many are marked in security reviews, and make a lost token worse.",
  integration_user:
    "Safer: sign in as a user of the integration’s own, not as an admin. The app then reaches only what that user may.",
  shorter_refresh:
    "Safer: let sign-ins end that nobody has used for a while. What is forgotten somewhere then ends by itself.",
  high_assurance:
    "Safer: tick “High assurance session required” for what matters most. Whoever signs in then proves who they are twice.",
};
