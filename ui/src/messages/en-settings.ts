// English: an app's settings as the org has them, held against what is wanted.

import type { RecipeFlow } from "../wire/RecipeFlow";
import type { SettingValue } from "../wire/SettingValue";
import type { SettingView } from "../wire/SettingView";
import { setupLabels } from "./setup-labels";

/** What a setting that differs means for the person; most can be changed in Setup. */
function differs({ setting, wanted, found }: SettingView, flow: RecipeFlow): string {
  const isKeptOn = wanted.is === "box" && !wanted.on && found?.is === "box" && found.on;
  if (isKeptOn && flow !== "authorization_code" && (setting === "pkce" || setting === "rotation")) {
    return "Salesforce kept this on: that is fine, here nobody signs in, and nothing depends on it.";
  }
  if (isKeptOn && setting === "pkce") {
    return "Salesforce kept this on: that is fine, Keyperch always uses it. A program that cannot send it needs Salesforce Support to unlock it.";
  }
  if (isKeptOn && setting === "rotation") {
    return "Salesforce kept this on: that is fine, Keyperch keeps each new token before the old one ends.";
  }
  if (isKeptOn && (setting === "secret_for_web_server" || setting === "secret_for_refresh")) {
    return "Salesforce kept this on: then the app needs its Consumer Secret. Bring it too.";
  }
  if (isKeptOn) return "Salesforce kept this on. Change it in Setup, or leave it and see whether the sign-in works.";
  return "Salesforce has something else here. Change it in Setup.";
}

const valueOf = (value: SettingValue): string =>
  value.is === "box"
    ? value.on ? "ticked" : "not ticked"
    : value.is === "choice" ? setupLabels[value.choice] : value.text === "" ? "nothing" : value.text;

export const settings = {
  settings: {
    setting: "Setting",
    wanted: "Wanted",
    found: "In the org",
    same: "as wanted",
    other: "otherwise",
    unread: "could not be read",
    value: valueOf,
    meaning: differs,
  },
};
