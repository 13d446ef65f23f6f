// The lines of a guide: which are done, and which is next. Pure, so that the highlight can be tried without a screen.

import type { Answer } from "../wire/Answer";
import type { GuideView } from "../wire/GuideView";
import type { LineId } from "../wire/LineId";
import type { LineView } from "../wire/LineView";
import type { SectionView } from "../wire/SectionView";
import type { SetupLabel } from "../wire/SetupLabel";

/** A line of one kind. */
export type LineOf<Kind extends LineView["line"]> = Extract<LineView, { line: Kind }>;

export const linesOf = (view: GuideView): LineView[] => view.sections.flatMap(({ lines }) => lines);

/** Whether nothing is left to do in a line. */
export function isDone(line: LineView): boolean {
  if (line.tick !== null) return line.tick !== "refuted";
  return line.line === "look" && line.verdict !== null && line.verdict.is !== "failed";
}

/** Whether a person does something in a line: what Setup fills by itself, or another line puts in, is only looked at. */
export const isToDo = ({ line }: LineView): boolean => line !== "expect" && line !== "leave_out" && line !== "given";

/** Whether a line says how far a guide is: not what only leads to the next one, or what nobody has to do. */
function counts(line: LineView): boolean {
  if (line.line === "open" || line.line === "press" || line.line === "leave") return false;
  if (line.line === "ask") return line.isNeeded || line.value !== null;
  if (line.line === "credential") return !line.isOptional || isDone(line);
  return isToDo(line);
}

/** How far a section is. */
export function progressOf({ lines }: SectionView): { done: number; of: number } {
  const counted = lines.filter(counts);
  return { done: counted.filter(isDone).length, of: counted.length };
}

/** The next line to do: the first one after the line that was touched last; before any was, where the guide is. */
export function nextLine(view: GuideView, touched: LineId | null): LineView | null {
  const lines = linesOf(view);
  const open = (from: readonly LineView[]) => from.find((line) => isToDo(line) && !isDone(line));
  const at = lines.findIndex(({ id }) => id === touched);
  const current = view.sections.find(({ section }) => section === view.current)?.lines ?? [];
  return (at === -1 ? open(current) : open(lines.slice(at + 1))) ?? open(lines.filter(counts)) ?? null;
}

/** The answer that says whether a box is greyed out. */
export const lockOf = (label: SetupLabel): Answer | null =>
  label === "pkce" ? "pkce_locked" : label === "rotation" ? "rotation_locked" : null;

/** What of a field's value the person can say otherwise. */
export function answerOf(line: LineView): Answer | null {
  if (line.line === "ask" || line.line === "given") return line.answer;
  if (line.line !== "enter") return null;
  return line.field === "app_name" ? "app_name" : line.field === "contact_email" ? "contact_email" : null;
}

/** How far a guide is, in whole hundredths: full only when everything is done. */
export const percentOf = ({ done, of }: { done: number; of: number }): number =>
  of === 0 ? 0 : Math.floor((100 * done) / of);
