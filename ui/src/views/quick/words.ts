// How a row of the quick switcher is called, and what is said of what is done with it.

import { explain } from "../../failures";
import { t } from "../../messages";
import { wordOf } from "../../state/orgs.svelte";
import { endsInMain, type Step } from "../../state/quick-errand.svelte";
import type { QuickMessage } from "../../state/quick.svelte";
import type { QuickRow } from "../../wire/QuickRow";
import { nameAndKind } from "../names";

/** `Acme Retail / UAT`. */
export const titleOf = ({ client, name }: QuickRow): string => (client === null ? name : `${client} / ${name}`);

/** `PRODUCTION`, `UAT`: whose guard asks. */
export function kindOf({ pick, environment }: QuickRow): string {
  if (!t.isProduction(environment)) return t.environments[environment].word;
  return pick.pick === "set" ? t.quick.withProduction : t.environments.production.band;
}

/** A row in one sentence, for ears. */
export function rowName(row: QuickRow): string {
  const { client, name, environment, app, code, status, tokens } = row;
  const what =
    row.pick.pick === "set"
      ? [t.quick.set(name, tokens), t.environments[environment].word]
      : [client ?? "", nameAndKind(name, environment), app ?? "", status === null ? "" : t.statuses[wordOf(status)].word.toLowerCase()];
  return [...what, t.list.code(code)].filter((part) => part !== "").join(", ");
}

/** What is said of a step; nothing where it is asked in a place of its own. */
export function stepWords(step: Step): string {
  switch (step.at) {
    case "asking":
      if (step.deed.do === "open") return t.quick.opening;
      return step.isSlow ? t.quick.asking : t.app.copying;
    case "device":
      return t.quick.device;
    case "again":
      return t.quick.again(kindOf(step.row));
    case "name":
      return step.isChecking ? t.quick.checking : "";
    case "failed": {
      const { title } = explain(step.failure);
      const goesOn = endsInMain(step.failure) && step.deed.do === "copy" && step.row.pick.pick === "app";
      return goesOn ? t.quick.goOn(title) : t.quick.tryAgain(title);
    }
  }
}

/** Whether what was copied is production's, or has it in it. */
export const isLoud = ({ clipboard }: QuickMessage): boolean => clipboard !== null && t.isProduction(clipboard.environment);

/** What was copied, in one sentence. */
export function messageWords({ clipboard, set, seconds }: QuickMessage): string {
  if (clipboard === null) return t.toast.detail("instance_url");
  const { what, environment, org } = clipboard;
  if (set === null) return t.toast.copied(what, environment, org, seconds);
  const all = set.copied + set.leftOut.length;
  return t.quick.setCopied(org, set.copied, all, t.isProduction(environment), seconds);
}
