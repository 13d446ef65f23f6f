// English: causes of a refusal that lie in the app itself: its key, its settings, its policies.

import type { Cause } from "../wire/Cause";
import { here, label, phrase, type Piece } from "./phrase";
import { setup } from "./setup-labels";
import type { CauseWords } from "./words";

const theKey = phrase`Open your app: ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.keyAndSecret)}. The ${label(setup.consumerKey)} is there.${here(" Copy it, press Edit app below and paste it.", "edit_app")}`;
const theSecret = phrase`Open your app: ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.keyAndSecret)}. The ${label(setup.consumerSecret)} is there.${here(" Copy it, press Edit app below and paste it.", "edit_app")}`;
const flows = phrase`Open your app: ${label(setup.settings)}, ${label(setup.edit)}, ${label(setup.flowEnablement)}.`;
const scopes = phrase`Open your app: ${label(setup.settings)}, ${label(setup.edit)}, ${label(setup.scopes)}.`;

/** A sentence that goes on. */
const then = (...parts: readonly (readonly Piece[])[]): readonly Piece[] => parts.flat();

export const causesOfApp = {
  app_too_young: {
    is: "The app was made or changed only minutes ago.",
    mend: "Salesforce takes 2 to 10 minutes until it knows it everywhere, now and then 30. Wait; do not make another app.",
  },
  key_incomplete: { is: "The Consumer Key has a mistake, or was not copied whole.", mend: theKey },
  app_deleted: {
    is: "The app was deleted in Salesforce.",
    mend: phrase`Look for it in ${label(setup.manager)}. If it is gone: make it again. ${here("Then press Edit app below and paste its new key.", "edit_app")}`,
  },
  callback_not_registered: {
    is: "The app does not have this Callback URL.",
    mend: phrase`Open your app: ${label(setup.settings)}, ${label(setup.edit)}, ${label(setup.oauthSettings)}, ${label(setup.callbackUrl)}. One of its lines must be the same to the letter: http or https, the port, a slash at the end.`,
  },
  pkce_locked_on: {
    is: "The app requires PKCE.",
    mend: phrase`Keyperch always sends it, so leave ${label(setup.pkce)} as it is; on new apps it cannot be unticked. Another tool that meets this must learn PKCE.`,
  },
  scope_missing: {
    is: "The app does not have a scope that is asked for.",
    mend: then(scopes, phrase` Move each scope that is asked for to the selected ones.`),
  },
  scopes_only_full: {
    is: "The app has no scope, or only Full access.",
    mend: then(scopes, phrase` Add ${label("Manage user data via APIs (api)")}. It can take 10 minutes.`),
  },
  refresh_scope_missing: {
    is: "The app lacks the scope that a signed assertion needs.",
    mend: then(
      scopes,
      phrase` Add ${label("Perform requests at any time (refresh_token, offline_access)")}, although this way to sign in never uses it.`,
    ),
  },
  api_scope_missing: {
    is: "The app lacks the scope for the API.",
    mend: then(scopes, phrase` Add ${label("Manage user data via APIs (api)")}.${here(" Then sign in again.")}`),
  },
  authorization_flow_off: {
    is: "A switch for sign-ins through the browser may be off in the app.",
    mend: phrase`Usually nothing has to be ticked for them; a few orgs are reported to want it. When nothing else has helped, open your app: ${label(setup.settings)}, ${label(setup.edit)}, ${label(setup.flowEnablement)}. Tick ${label(setup.codeFlow)}.`,
  },
  device_flow_off: {
    is: "The app does not allow device codes.",
    mend: then(flows, phrase` Tick ${label(setup.deviceFlow)}.${here(" Or sign in through the browser.")}`),
  },
  client_credentials_off_in_settings: {
    is: "The app may not sign in by itself: the switch in its Settings is off.",
    mend: then(flows, phrase` Tick ${label(setup.clientCredentials)}.`),
  },
  client_credentials_off_in_policies: {
    is: "The app may not sign in by itself: the switch in its Policies is off. There are two switches.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.flowPolicies)}. Tick ${label(setup.clientCredentials)}.`,
  },
  jwt_flow_off: {
    is: "The app takes no signed assertions.",
    mend: then(flows, phrase` Tick ${label(setup.jwtFlow)} and upload the certificate.`),
  },
  run_as_missing: {
    is: "Nobody is named as whom the app acts.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.flowPolicies)}. Under ${label(setup.runAs)}, choose a user.`,
  },
  run_as_is_an_email: {
    is: "An e-mail address stands where the username belongs.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.flowPolicies)}. ${label(setup.runAs)} takes the exact username, which often only looks like an e-mail address.`,
  },
  secret_wrong: { is: "The Consumer Secret has a mistake, or was not copied whole.", mend: theSecret },
  secret_rotated: { is: "The Consumer Secret was replaced in Salesforce.", mend: theSecret },
  secret_required: {
    is: "The app requires its secret, and Keyperch has none.",
    mend: then(
      theSecret,
      phrase` Or untick ${label(setup.secretForWebServer)} and ${label(setup.secretForRefresh)} under ${label(setup.security)}.`,
    ),
  },
  secret_not_needed: {
    is: "An old secret is sent, although the app requires none.",
    mend: phrase`Are ${label(setup.secretForWebServer)} and ${label(setup.secretForRefresh)} unticked in the app’s ${label(setup.security)}? ${here("Then press Edit app below and tick “The app does not require the secret”.", "edit_app")}`,
  },
  certificate_other: {
    is: "Another certificate is uploaded in the app than the one that belongs to this key.",
    mend: then(
      phrase`${here("Press Edit app below and save the certificate. ", "edit_app")}`,
      flows,
      phrase` Under ${label(setup.jwtFlow)}, upload the certificate of this key.`,
    ),
  },
  app_blocked: {
    is: "An admin has blocked the app.",
    mend: phrase`Find the app in the list of ${label(setup.usage)} and press ${label(setup.unblock)}.`,
  },
  permitted_users: {
    is: "The app lets in only users whom an admin has approved.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.oauthPolicies)}. Set ${label(setup.permittedUsers)} to ${label(setup.selfAuthorize)}, or approve the user: under ${label(setup.appPolicies)}, with a profile or a permission set.`,
  },
  permission_for_apps_missing: {
    is: "The user may not make External Client Apps, or not see their settings or secrets.",
    mend: phrase`A System Administrator may; so may a user with a permission set that has ${label(setup.createApps)}, and for a deployment ${label(setup.modifyMetadata)}. Or sign in as somebody who may.`,
  },
  permission_set_missing: {
    is: "The user has none of the app’s profiles and permission sets.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.appPolicies)}. Add one under ${label(setup.selectProfiles)} or ${label(setup.selectPermissionSets)}, and assign it to the user in ${label(setup.permissionSets)} or ${label(setup.users)}.`,
  },
  user_not_pre_authorized: {
    is: "The user is not approved for this app.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}. Set ${label(setup.permittedUsers)} to ${label(setup.preAuthorized)}, add a permission set under ${label(setup.selectPermissionSets)}, and assign it to the user. It can take a minute.`,
  },
  ip_restricted: {
    is: "The network of this computer is not among those that are allowed.",
    mend: phrase`Open your app: ${label(setup.policies)}, ${label(setup.edit)}, ${label(setup.appAuthorization)}. Set ${label(setup.ipRelaxation)} to ${label(setup.relaxIp)}.${here(" Or connect through your company’s network or VPN.")}`,
  },
} satisfies Partial<Record<Cause, CauseWords>>;
