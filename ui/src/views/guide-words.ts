// What a line of a guide says, in words around the labels of Setup.

import { t } from "../messages";
import type { Phrase } from "../messages/phrase";
import { otherSpellings, olderScopeLabels, scopeLabel, setupLabels } from "../messages/setup-labels";
import type { LineView } from "../wire/LineView";
import type { SetupLabel } from "../wire/SetupLabel";

/** What a person says by ticking a line; none: it is done by a button, or not done at all. */
export function claimOf(line: LineView): Phrase | null {
  switch (line.line) {
    case "question":
      return t.recipes.questions[line.question].ask;
    case "press":
      return t.recipes.press[line.label] ?? t.guide.press(setupLabels[line.label]);
    case "choose": {
      const [choice, field] = [setupLabels[line.choice], setupLabels[line.field]];
      return line.value === null ? t.guide.choose(choice, field) : t.guide.chooseDays(choice, line.value, field);
    }
    case "scope":
      return t.guide.scope(scopeLabel(line.scope) ?? line.scope);
    case "box": {
      const what = setupLabels[line.label];
      return line.isLocked ? t.guide.leave(what) : line.on ? t.guide.tick(what) : t.guide.untick(what);
    }
    case "leave":
      return t.guide.leave(setupLabels[line.label]);
    default:
      return null;
  }
}

/** In which words a line is known to be done; empty: its own row says so. */
export function statusOf({ line, tick, canBeProven }: LineView): string {
  // What we look at ourselves has a verdict of its own; what was brought here is shown with its end.
  if (tick === null || line === "look") return "";
  if (tick === "claimed" && (line === "credential" || line === "certificate")) return "";
  if (tick === "claimed" && line === "open") return t.guide.opened;
  const isUnseen = tick === "claimed" && !canBeProven;
  return isUnseen ? `${t.guide.ticks[tick]}; ${t.guide.unseen}` : t.guide.ticks[tick];
}

/** What there is to know beside that. */
export const hintOf = (line: LineView): string | undefined =>
  line.line === "question" ? t.recipes.questions[line.question].hint : undefined;

/** How some orgs spell what a line names. */
export function otherSpellingOf(line: LineView): string | undefined {
  if (line.line === "scope" || line.line === "leave_out") return olderScopeLabels[line.scope];
  const label = labelOf(line);
  return label === null ? undefined : otherSpellings[label];
}

function labelOf(line: LineView): SetupLabel | null {
  if (line.line === "choose") return line.choice;
  if (line.line === "box" || line.line === "press" || line.line === "leave") return line.label;
  return "field" in line ? line.field : null;
}
