// What an org says of an app's settings, held against what is wanted. Pure, and the same wherever it is shown.

import type { SettingValue } from "../wire/SettingValue";
import type { SettingView } from "../wire/SettingView";

/** How a setting stands. */
export type Stand = "same" | "other" | "unread";

export function standOf({ wanted, found }: SettingView): Stand {
  if (found === null) return "unread";
  return of(wanted) === of(found) ? "same" : "other";
}

/** First what is otherwise, then what nobody could read, then the rest. */
export const sorted = (settings: readonly SettingView[]): SettingView[] =>
  (["other", "unread", "same"] as const).flatMap((stand) => settings.filter((each) => standOf(each) === stand));

const of = (value: SettingValue): string | boolean =>
  value.is === "box" ? value.on : value.is === "choice" ? value.choice : `=${value.text}`;
